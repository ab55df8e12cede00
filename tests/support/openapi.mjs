// The companion's OpenAPI document, and what it says about one operation or answer.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const file = new URL('../../resources/openapi/openapi.json', import.meta.url);

export class OpenApi {
    constructor(text = readFileSync(file, 'utf8')) {
        this.document = JSON.parse(text);
        this.ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
        addFormats.default(this.ajv);
        this.ajv.addSchema({ $id: 'openapi', $defs: withAjvsNames(this.document.components.schemas) });
    }

    // The object itself where there is a reference to it.
    resolve(node) {
        if (node?.$ref === undefined)
            return node;
        const keys = node.$ref.replace('#/', '').split('/').map(unescape);
        return this.resolve(keys.reduce((object, key) => object[key], this.document));
    }

    // Each as { path, method, operation, parameters }; the method in upper case.
    operations() {
        return Object.entries(this.document.paths).flatMap(([path, item]) =>
            Object.entries(item).map(([method, operation]) => ({
                path, method: method.toUpperCase(), operation, needsToken: !operation.security,
                parameters: (operation.parameters ?? []).map((one) => this.resolve(one)),
            })));
    }

    // The operation that a request goes to; nothing for an address that is not documented.
    operationOf(method, target) {
        const segments = new URL(target, 'http://localhost').pathname.split('/');
        const fits = this.operations().filter((one) => {
            const pattern = one.path.split('/');
            return one.method === method && pattern.length === segments.length &&
                pattern.every((part, i) => part.startsWith('{') || part === segments[i]);
        });
        return fits.sort((left, right) => left.parameters.length - right.parameters.length)[0];
    }

    // The media types of a request body or an answer: { type, schema, examples }.
    contents(holder) {
        return Object.entries(this.resolve(holder)?.content ?? {}).map(([type, media]) => ({
            type, schema: media.schema,
            examples: Object.entries(media.examples ?? {}).map(
                ([name, example]) => ({ name, value: this.resolve(example).value })),
        }));
    }

    // What is wrong with a value; empty when it fits.
    faults(schema, value) {
        const validate = this.ajv.compile(withAjvsNames(schema));
        return validate(value) ? [] : validate.errors.map(
            (error) => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
    }
}

const withAjvsNames = (schema) =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"openapi#/$defs/'));
const unescape = (key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
