// The real programs, which the tests of the platform drive through everything that the API and the
// command line do.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { ApiClient } from '../support/apiclient.mjs';
import { Platform } from '../support/platform.mjs';
import { until } from '../support/sandbox.mjs';

export const billing = '/api/v1/vendor/billing';
export const client = new ApiClient();
export let platform;
export let admin;

before(async () => {
    platform = await Platform.start();
    await platform.run('stripe', 'setup', '--dry-run', '--no-endpoint');
    await platform.run('stripe', 'setup', '--no-endpoint');
    await platform.serve();
    admin = platform.token('--admin');
});

after(async () => {
    const codes = await platform.stop();
    assert.ok(codes.every((code) => code === 0), String(codes));
});

export const adminSend = (method, path, json) =>
    client.send(method, platform.url + path, { token: admin, json });

// A vendor of its own for each test: registered, with its token.
export class Vendor {
    static async register(code, tier = 'essential') {
        const { status } = await adminSend('PUT', `/api/v1/admin/vendors/${code}`, {
            name: `Shop ${code}`, email: `${code}@shop.example`, tier_code: tier });
        assert.equal(status, 201);
        const vendor = new Vendor();
        vendor.code = code;
        vendor.token = platform.token('--vendor', code);
        return vendor;
    }

    send(method, route, json, headers) {
        return client.send(method, platform.url + billing + route, { token: this.token, json, headers });
    }

    async get(route) {
        const { status, body } = await this.send('GET', route);
        assert.equal(status, 200);
        return body;
    }

    async post(route, json, status = 200) {
        const answer = await this.send('POST', route, json);
        assert.equal(answer.status, status, JSON.stringify(answer.body));
        return answer.body;
    }

    // Waits until the webhooks have made it so.
    until(what, isSo) {
        return until(what, async () => {
            const now = await this.get('/subscription');
            return isSo(now) && now;
        });
    }

    async subscribe(tier_code = 'professional', is_annual = false) {
        const { checkout_url: url } = await this.post('/checkout', { tier_code, is_annual });
        await pay(url);
        return this.until('the checkout is applied', (now) => now.has_payment_method);
    }
}

export async function pay(url, card = 'pm_card_visa') {
    const paid = await fetch(url, { method: 'POST', redirect: 'manual',
                                    body: new URLSearchParams({ outcome: 'pay', card }) });
    assert.equal(paid.status, 303, await paid.text());
}

export const example = (method, path, name) => {
    const { operation } = client.openapi.operationOf(method, path);
    return client.openapi.contents(operation.requestBody)[0].examples.find((one) => one.name === name).value;
};
export const vendorExample = (route, name) => example('POST', billing + route, name);
