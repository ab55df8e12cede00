// Writes recorded calls out as typed calls of Stripe's SDK and lets the TypeScript compiler judge
// them. A recorded call is { method, path, form }, the form as it was sent, encoded.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { sdkCall } from './sdkmethods.mjs';

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const typeRoots = join(tests, 'node_modules', '@types');
const compiler = join(tests, 'node_modules', 'typescript', 'bin', 'tsc');
const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022',
                 '--module', 'nodenext', '--types', 'node', '--typeRoots', typeRoots];

// "items[0][price]=a" becomes { items: { 0: { price: 'a' } } }; "expand[]" takes the next index.
export function treeOf(form) {
    const tree = Object.create(null);
    for (const [name, value] of new URLSearchParams(form)) {
        const keys = name.replaceAll(']', '').split('[');
        let node = tree;
        keys.forEach((part, i) => {
            const key = part === '' ? String(Object.keys(node).length) : part;
            if (i + 1 < keys.length)
                node = node[key] ??= Object.create(null);
            else if (key in node)
                throw new Error(`The parameter ${name} is sent twice.`);
            else
                node[key] = value;
        });
    }
    return tree;
}

const isList = (node) => Object.keys(node).every((key, i) => key === String(i));

// A literal; kinds tells for a leaf, by its place in the order of leaves, what it is written as.
function literal(node, kinds) {
    if (typeof node === 'string') {
        const kind = kinds.next().value;
        return kind === 'text' ? JSON.stringify(node) : node;
    }
    if (isList(node))
        return `[${Object.values(node).map((value) => literal(value, kinds)).join(', ')}]`;
    const members = Object.entries(node).map(
        ([key, value]) => `${JSON.stringify(key)}: ${literal(value, kinds)}`);
    return `{ ${members.join(', ')} }`;
}

const preamble = ["import Stripe from 'stripe';", 'declare const stripe: Stripe;'];

// The program, one line a call. Leaves are text unless kinds says otherwise.
function programOf(calls, kinds) {
    const lines = calls.map(({ method, path, form }) => {
        const { name, ids } = sdkCall(method, path);
        const words = ids.map((id) => JSON.stringify(id));
        const tree = treeOf(form);
        if (Object.keys(tree).length > 0)
            words.push(literal(tree, kinds));
        return `void ${name}(${words.join(', ')}); // ${method} ${path}`;
    });
    return [...preamble, ...lines, ''].join('\n');
}

function* always(kind) {
    for (;;)
        yield kind;
}

const isNumber = (text) => /^-?(0|[1-9]\d*)$/.test(text);
const isBoolean = (text) => text === 'true' || text === 'false';

// On the wire everything is text. "12" is written as a number where a number is wanted and text is
// not, and so with booleans; everything else stays text, and the compiler refuses what does not fit.
function kindOf(text, type) {
    const parts = type?.isUnion() ? type.types : type ? [type] : [];
    const takes = (flag) => parts.some((part) => (part.flags & flag) !== 0);
    if (takes(ts.TypeFlags.String))
        return 'text';
    if ((isNumber(text) && takes(ts.TypeFlags.NumberLike)) ||
        (isBoolean(text) && takes(ts.TypeFlags.BooleanLike)))
        return 'bare';
    return 'text';
}

// The SDK's enums are open, for values that Stripe may add. Ours are not: what the product sends is
// one of those that the SDK names.
function isUnnamed(text, type) {
    if (!type?.isUnion() || type.types.some((part) => part.flags & ts.TypeFlags.String))
        return false;
    const isOpen = type.types.some((part) => part.isIntersection());
    return isOpen && !type.types.some((part) => part.isStringLiteral() && part.value === text);
}

// What each leaf has to be, from the types of the parameters at their places.
function inspect(file) {
    const program = ts.createProgram([file], {
        strict: true, noEmit: true, skipLibCheck: true, types: ['node'], typeRoots: [typeRoots],
        target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext,
    });
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(file);
    const kinds = [];
    const unnamed = [];
    const visit = (node) => {
        if (ts.isPropertyAssignment(node)) {
            visit(node.initializer);
        } else if (ts.isStringLiteral(node) && !ts.isCallExpression(node.parent)) {
            const type = checker.getContextualType(node);
            kinds.push(kindOf(node.text, type));
            if (isUnnamed(node.text, type))
                unnamed.push({ line: source.getLineAndCharacterOfPosition(node.pos).line,
                               text: `error: "${node.text}" is none of ${checker.typeToString(type)}` });
        } else {
            ts.forEachChild(node, visit);
        }
    };
    source.statements.slice(preamble.length).forEach(visit);
    return { kinds, unnamed };
}

// Runs the compiler as a person would.
function compile(file) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, ...options, file],
                                                 { encoding: 'utf8' });
    const errors = (stdout + stderr).split(/\n(?=\S)/).filter((text) => text.trim() !== '');
    if ((status === 0) !== (errors.length === 0))
        throw new Error(`tsc ended with ${status}: ${stdout}${stderr}`);
    return errors.map((text) => {
        const [, line, reason] = /calls\.mts\((\d+),\d+\): ([^]*)/.exec(text) ?? [null, 0, text];
        return { line: line - 1, text: reason.trim() };
    });
}

// What is wrong with the calls: { call, text } each. Empty when they fit the SDK's types.
export function complaints(calls) {
    // Beside node_modules, so that imports find the SDK.
    const folder = mkdtempSync(join(tests, 'node_modules', '.contract-'));
    try {
        const file = join(folder, 'calls.mts');
        writeFileSync(file, programOf(calls, always('text')));
        const { kinds, unnamed } = inspect(file);
        writeFileSync(file, programOf(calls, kinds.values()));
        return [...unnamed, ...compile(file)].map(({ line, text }) =>
            ({ call: calls[line - preamble.length], text }));
    } finally {
        rmSync(folder, { recursive: true });
    }
}
