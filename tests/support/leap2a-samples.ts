/** A portfolio as Mahara exports it (Leap2A 2010-07): see htdocs/theme/raw/plugintype/export/leap/templates in Mahara. */
export function maharaFeed(exportedAt = 1_790_000_000, reflection = 'I learned to test.'): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:leap2="http://terms.leapspecs.org/"
    xmlns:categories="http://wiki.leapspecs.org/2A/categories/"
    xmlns:portfolio="https://mahara.example/export/leap/7/${exportedAt}/"
    xmlns:mahara="http://wiki.mahara.org/Developer_Area/Import%2F%2FExport/LEAP_Extensions#"
>
    <leap2:version>http://www.leapspecs.org/2010-07/2A/</leap2:version>
    <id>https://mahara.example/export/7/${exportedAt}</id>
    <title>Mahara Leap2A Export for Sam Learner, 21 September 2026</title>
    <updated>2026-09-21T14:13:20+01:00</updated>
    <generator uri="http://mahara.org/" version="2020">Mahara</generator>
    <author><name>Sam Learner</name><email>sam@mahara.example</email></author>
    <entry>
        <title>Sam Learner</title>
        <id>portfolio:artefactinternal</id>
        <updated>2026-09-01T10:00:00+01:00</updated>
        <content>About me</content>
        <rdf:type rdf:resource="leap2:person"/>
        <leap2:persondata leap2:field="legal_given_name">Sam</leap2:persondata>
    </entry>
    <entry>
        <title>My reflection</title>
        <id>portfolio:artefact21</id>
        <author><name>Sam Learner</name></author>
        <published>2026-09-02T10:00:00+01:00</published>
        <updated>2026-09-03T10:00:00+01:00</updated>
        <content type="html">&lt;p&gt;${reflection}&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src="portfolio:files/31-photo.png" alt="me"&gt;&lt;img src="https://pictures.example/far.png?token=abc123secret"&gt;</content>
        <rdf:type rdf:resource="leap2:entry"/>
        <link rel="leap2:supports" href="portfolio:artefact22"/>
        <link rel="enclosure" href="files/31-photo.png"/>
        <link rel="related" href="https://sam:secret@web.example/page?sesskey=zzz&amp;id=4"/>
        <category term="team-work" label="Team work"/>
        <leap2:date leap2:point="start">2026-09-01</leap2:date>
    </entry>
    <entry>
        <title>Testing</title>
        <id>portfolio:artefact22</id>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>I can <b>test</b> &amp; mend.</p></div></content>
        <rdf:type rdf:resource="leap2:ability"/>
    </entry>
    <entry>
        <title>essay.txt</title>
        <id>portfolio:artefact23</id>
        <content type="text/plain" src="portfolio:files/23-essay%20one.txt"/>
        <rdf:type rdf:resource="leap2:resource"/>
        <category term="Offline" scheme="categories:resource_type#"/>
    </entry>
    <entry>
        <title>Lost</title>
        <id>portfolio:artefact24</id>
        <content/>
        <link rel="enclosure" href="files/99-lost.pdf"/>
        <rdf:type rdf:resource="leap2:resource"/>
    </entry>
    <entry>
        <title>My page</title>
        <id>portfolio:view5</id>
        <content/>
        <rdf:type rdf:resource="leap2:selection"/>
        <category term="Webpage" scheme="categories:selection_type#"/>
        <link rel="leap2:has_part" href="portfolio:artefact21"/>
        <link rel="leap2:has_part" href="portfolio:artefact23"/>
    </entry>
</feed>
`;
}

/** The same family as early PebblePad and Moodle wrote it (2009-03). */
export const earlyFeed = `<?xml version="1.0"?>
<feed xmlns:portfolio="https://pad.example/12/" xmlns:leaptype="http://wiki.cetis.ac.uk/2009-03/LEAP2A_types#"
  xmlns:leap="http://wiki.cetis.ac.uk/2009-03/LEAP2A_predicates#"
  xmlns:categories="http://wiki.cetis.ac.uk/2009-03/LEAP2A_categories/"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://www.w3.org/2005/Atom">
  <title type="text">Portfolio Items</title>
  <id>https://pad.example/12/</id>
  <updated>2010-03-01T12:00:00Z</updated>
  <author><name>Sam Learner</name></author>
  <entry>
    <id>portfolio:goal1</id><title>A goal</title>
    <rdf:type rdf:resource="leaptype:plan"/>
    <content type="text">Finish the unit &lt;soon&gt;.</content>
    <link rel="leap:has_evidence" href="portfolio:act1"/>
  </entry>
  <entry>
    <id>portfolio:act1</id><title>An activity</title>
    <rdf:type rdf:resource="http://wiki.cetis.ac.uk/2009-03/LEAP2A_types#activity"/>
    <content type="text">Helped at the fair.</content>
    <leap:date leap:point="end">2010</leap:date>
  </entry>
</feed>`;
