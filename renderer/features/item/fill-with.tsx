import { Fragment, type ReactNode } from 'react';

/** A sentence with parts of the page in its places, such as a date that tells its exact time on hover. */
export function fillWith(sentence: string, values: Readonly<Record<string, ReactNode>>): ReactNode {
  return sentence.split(/(\{\w+\})/u).map((piece, at) => {
    const name = /^\{(\w+)\}$/u.exec(piece)?.[1];
    const value = name !== undefined && Object.hasOwn(values, name) ? values[name] : piece;
    // A sentence's pieces never change their order.
    return <Fragment key={at}>{value}</Fragment>;
  });
}
