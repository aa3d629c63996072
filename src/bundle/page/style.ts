/** The page's whole style: warm paper, ink, hairlines, one quiet accent; light and dark; nothing fetched. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#faf7f1;--card:#fffdf9;--ink:#1d232b;--soft:#59616c;--line:#e4ddd0;--accent:#1f5f8b;--attention:#8a5300;--attention-ground:#fbf0dc}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--card:#1c2026;--ink:#ece7dd;--soft:#a6acb5;--line:#2e343c;--accent:#7db8e0;--attention:#f0b95b;--attention-ground:#33291a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 "Atkinson Hyperlegible Next","Atkinson Hyperlegible",Verdana,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:52rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
footer{padding-top:1rem;padding-bottom:3rem;color:var(--soft)}
h1{font-size:30px;line-height:1.2;margin:0 0 .5rem}
h2{font-size:18px;margin:2.5rem 0 .75rem}
h3{font-size:16px;margin:0 0 .25rem}
h4,h5{font-size:16px;margin:1rem 0 .25rem}
p{margin:.25rem 0 .75rem}
ul{padding-left:1.25rem;margin:.25rem 0 .75rem}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.soft{color:var(--soft);font-size:14px}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1rem 1.25rem;margin:0 0 1rem}
.attempt{border-top:1px solid var(--line);margin-top:1rem;padding-top:.25rem}
.practice{background:var(--attention-ground);color:var(--attention);border:2px solid var(--attention);border-radius:9px;padding:.5rem 1rem;font-weight:700;margin:0 0 1rem}
dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;margin:0}
dt{color:var(--soft)}
dd{margin:0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--soft);font-weight:400;font-size:14px}
blockquote{margin:.25rem 0 .75rem;padding-left:1rem;border-left:3px solid var(--line)}
code{font:14px/1.5 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
summary{color:var(--soft);font-size:14px;cursor:pointer}
@media (max-width:36rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{body{background:#fff;color:#000}.card{break-inside:avoid}}
`;
