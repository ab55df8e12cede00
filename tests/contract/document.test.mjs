// The OpenAPI document by itself: valid, complete, and every example fits its schema.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { OpenApi } from '../support/openapi.mjs';

const openapi = new OpenApi();
const { document } = openapi;

test('the document is OpenAPI 3.1, and a broken one is not', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    assert.ok(valid, JSON.stringify(errors, null, 1));
    assert.match(document.openapi, /^3\.1\./);
    const broken = structuredClone(document);
    delete broken.paths['/healthz'].get.responses['200'].description;
    assert.equal((await new Validator().validate(broken)).valid, false);
});

test('every schema is one of JSON Schema 2020-12', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
        assert.ok(openapi.ajv.validateSchema(schema), name);
        assert.doesNotThrow(() => openapi.faults({ $ref: `#/components/schemas/${name}` }, null), name);
    }
});

test('every operation says what it takes and answers, with examples that fit', () => {
    const ids = new Set();
    for (const { path, method, operation, parameters } of openapi.operations()) {
        const where = `${method} ${path}`;
        assert.ok(operation.summary && operation.operationId, where);
        ids.add(operation.operationId);
        const named = parameters.filter((one) => one.in === 'path').map((one) => one.name);
        assert.deepEqual(named, [...path.matchAll(/{(\w+)}/g)].map(([, name]) => name), where);
        const holders = [['request', operation.requestBody], ...Object.entries(operation.responses)];
        for (const [what, holder] of holders) {
            for (const { type, schema, examples } of openapi.contents(holder)) {
                assert.ok(examples.length > 0, `${where} ${what} has an example`);
                for (const { name, value } of examples)
                    assert.deepEqual(openapi.faults(schema, value), [], `${where} ${what} ${type} ${name}`);
            }
        }
    }
    assert.equal(ids.size, openapi.operations().length);
});

test('problems carry the status that they are listed under, and their code as name', () => {
    for (const { path, method, operation, needsToken } of openapi.operations()) {
        for (const [status, holder] of Object.entries(operation.responses)) {
            const problems = openapi.contents(holder).filter(({ type }) => type.includes('problem'));
            assert.equal(problems.length, Number(status) >= 400 ? 1 : 0, `${method} ${path} ${status}`);
            for (const { name, value } of problems.flatMap(({ examples }) => examples)) {
                assert.equal(value.status, Number(status), `${method} ${path} ${name}`);
                assert.equal(value.code, name, `${method} ${path} ${status}`);
            }
        }
        for (const status of needsToken ? ['401', '403', '429'] : [])
            assert.ok(status in operation.responses, `${method} ${path} ${status}`);
    }
});

test('nothing is defined that nobody uses', () => {
    const text = JSON.stringify(document);
    for (const [kind, components] of Object.entries(document.components)) {
        for (const name of kind === 'securitySchemes' ? [] : Object.keys(components))
            assert.ok(text.includes(`"#/components/${kind}/${name}"`), `${kind} ${name}`);
    }
});

test('answers have no members that are not documented', () => {
    const reply = structuredClone(openapi.contents(
        openapi.operationOf('GET', '/api/v1/vendor/billing/subscription').operation.responses['200'])[0]);
    const { value } = reply.examples[0];
    assert.notDeepEqual(openapi.faults(reply.schema, { ...value, more: 1 }), []);
    value.usage.orders.more = 1;
    assert.notDeepEqual(openapi.faults(reply.schema, value), []);
});
