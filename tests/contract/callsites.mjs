// What the sources say that they send to Stripe: every path and every parameter's name that stands
// in them as a literal. A recording that lacks one of them has not seen that call.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// Only the sandbox takes calls; all else that names them makes them.
const folders = ['services', 'app/companion', 'app/console'];

function sources(root) {
    return folders.flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true })
            .filter((name) => /\.(cpp|h)$/.test(name))
            .map((name) => join(folder, name)));
}

const withoutComments = (text) => text.replaceAll(/^(\s*|.*[;,{}()]\s+)\/\/.*$/gm, '$1');

// "/v1/prices/" is followed by an id, and so is what arg() fills in.
const pathPattern = (literal) =>
    new RegExp(`^${literal.replace(/\/$/, '/%1').replaceAll(/%\d/g, '[a-z]+_\\w+')}$`);

const namePattern = (literal, isSuffix) =>
    new RegExp(`${isSuffix ? '' : '^'}${literal.replaceAll(/[[\]]/g, '\\$&').replaceAll(/%\d/g, '\\w+')}$`);

const lineOf = (text, index) => text.slice(0, index).split('\n').length;

function pathsIn(text, file) {
    // What is only compared with is not called.
    const whole = [...text.matchAll(/(?<!== Q\w+\()"(\/v1\/[^"]+)"/g)].map(
        ({ index, 1: literal }) => ({ index, literal, pattern: pathPattern(literal) }));
    const endings = [...text.matchAll(/path \+= QStringLiteral\("(\/\w+)"\)/g)].map(
        ({ index, 1: literal }) => ({ index, literal, pattern: new RegExp(`${literal}$`) }));
    return [...whole, ...endings].map(({ index, ...site }) =>
        ({ where: `${file}:${lineOf(text, index)}`, ...site }));
}

// "items[0][id]", with %1 in it, or what follows a prefix in a variable: data + "[trial_end]".
const addition = /\.add\(\s*(\w+ \+ )?QStringLiteral\(\s*"([^"]+)"\)(?:\.arg\([^()]*\))*,/g;

function namesIn(text, file) {
    if (!/StripeForm|StripeCall|OperationPlan/.test(text))
        return [];
    return [...text.matchAll(addition)].map(({ index, 1: prefix, 2: literal }) =>
        ({ where: `${file}:${lineOf(text, index)}`, literal,
           pattern: namePattern(literal, prefix !== undefined) }));
}

export function callSites(root) {
    const texts = sources(root).map((file) =>
        [withoutComments(readFileSync(join(root, file), 'utf8')), file]);
    return { paths: texts.flatMap((one) => pathsIn(...one)),
             names: texts.flatMap((one) => namesIn(...one)) };
}

// The call sites of which no recorded call shows anything.
export function unseen({ paths, names }, calls) {
    const sent = new Set(calls.flatMap(({ form }) => [...new URLSearchParams(form).keys()]));
    const pathSeen = ({ pattern }) => calls.some(({ path }) => pattern.test(path));
    const nameSeen = ({ pattern }) => [...sent].some((name) => pattern.test(name));
    return [...paths.filter((site) => !pathSeen(site)), ...names.filter((site) => !nameSeen(site))]
        .map(({ where, literal }) => `${where}: ${literal}`);
}
