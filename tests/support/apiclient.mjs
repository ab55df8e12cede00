// Speaks HTTP with a companion and holds every answer against the OpenAPI document.
import assert from 'node:assert/strict';
import { OpenApi } from './openapi.mjs';

export class ApiClient {
    constructor(openapi = new OpenApi()) {
        this.openapi = openapi;
        this.seen = new Set(); // "GET /path 200" and "GET /path 404 not_found"
        this.sentExamples = new Set(); // "POST /path name"
    }

    // Answers { status, body }. The request's body is json, or bytes as they are.
    async send(method, url, { token, json, bytes, headers = {} } = {}) {
        const where = `${method} ${new URL(url).pathname}`;
        const found = this.openapi.operationOf(method, url);
        assert.ok(found, `${where} is documented`);
        const answer = await fetch(url, {
            method, redirect: 'manual', body: json === undefined ? bytes : JSON.stringify(json),
            headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}),
                       ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
        });
        const text = await answer.text();
        const type = (answer.headers.get('content-type') ?? '').split(';')[0];
        const body = type.endsWith('json') ? JSON.parse(text) : text;
        this.#check(found, where, { answer, type, body, text });
        if (json !== undefined && answer.status < 400)
            this.#checkRequest(found, where, json);
        return { status: answer.status, headers: answer.headers, body };
    }

    #check({ operation, method, path }, where, { answer, type, body, text }) {
        const { status } = answer;
        const holder = operation.responses[status];
        assert.ok(holder, `${where} answered ${status}, which is not documented: ${text.slice(0, 300)}`);
        const contents = this.openapi.contents(holder);
        if (contents.length === 0) {
            assert.equal(text, '', `${where} ${status} has no content`);
        } else {
            const media = contents.find((one) => one.type === type);
            assert.ok(media, `${where} ${status} is ${type}, which is not documented`);
            assert.deepEqual(this.openapi.faults(media.schema, body), [],
                             `${where} ${status}: ${text.slice(0, 1000)}`);
            if (type === 'application/problem+json') {
                assert.equal(body.status, status, where);
                assert.ok(media.examples.some(({ name }) => name === body.code),
                          `${where} ${status} is not documented to say ${body.code}`);
                this.seen.add(`${method} ${path} ${status} ${body.code}`);
                if (status === 429 || status === 503)
                    assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/, where);
            }
        }
        this.seen.add(`${method} ${path} ${status}`);
    }

    // What is accepted is documented as acceptable.
    #checkRequest({ operation, method, path }, where, json) {
        const [media] = this.openapi.contents(operation.requestBody);
        assert.ok(media, `${where} takes a body`);
        assert.deepEqual(this.openapi.faults(media.schema, json), [], `${where} took ${JSON.stringify(json)}`);
        for (const { name, value } of media.examples) {
            if (JSON.stringify(value) === JSON.stringify(json))
                this.sentExamples.add(`${method} ${path} ${name}`);
        }
    }
}
