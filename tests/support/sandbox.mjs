// Starts the built sandbox for one test file and stops it again. The program's path comes from
// CTest as ORION_SANDBOX.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import Stripe from 'stripe';

assert.ok(Number(process.versions.node.split('.')[0]) >= 20, 'These tests need Node 20 or newer.');

export async function startSandbox(...options) {
    const program = process.env.ORION_SANDBOX;
    assert.ok(program, 'ORION_SANDBOX must name the built orion-stripe-sandbox.');
    const child = spawn(program, ['--port', '0', ...options],
                        { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const line = await Promise.race([
        once(createInterface(child.stdout), 'line').then(([text]) => text),
        ended.then(([code]) => `ended with ${code}`),
    ]);
    const url = /^sandbox ready on (http:\/\/\S+)$/.exec(line)?.[1];
    assert.ok(url, `The sandbox did not say that it is ready: ${line}`);
    return {
        url,
        port: Number(new URL(url).port),
        // Ends it as a service manager would and answers its exit status.
        async stop() {
            child.kill('SIGTERM');
            const [code] = await ended;
            return code;
        },
    };
}

export function clientFor(sandbox, options = {}) {
    return new Stripe('sk_test_orion', {
        host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 0,
        telemetry: false, ...options,
    });
}

// Waits until the condition answers something, and answers that.
export async function until(what, condition, milliseconds = 15000) {
    const end = Date.now() + milliseconds;
    for (;;) {
        const found = await condition();
        if (found)
            return found;
        assert.ok(Date.now() < end, `Waited in vain until ${what}.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

// A product with a monthly price, and a customer without a card.
export async function makeCatalogue(stripe, { amount = 9900, name = 'Professional' } = {}) {
    const product = await stripe.products.create({ name, description: 'For growing shops' });
    const price = await stripe.prices.create({
        product: product.id, currency: 'eur', unit_amount: amount, tax_behavior: 'exclusive',
        recurring: { interval: 'month' },
    });
    const customer = await stripe.customers.create({
        email: 'vendor@shop.example', name: 'Shop & Co', metadata: { vendor_code: 'ACME' },
    });
    return { product, price, customer };
}

export function makeCheckout(stripe, { price, customer }, more = {}) {
    return stripe.checkout.sessions.create({
        mode: 'subscription', customer: customer.id,
        line_items: [{ price: price.id, quantity: 1 }],
        success_url: 'http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}',
        cancel_url: 'http://127.0.0.1:9/cancelled',
        client_reference_id: 'ACME', metadata: { vendor_code: 'ACME' },
        subscription_data: { metadata: { vendor_code: 'ACME', kind: 'base' } },
        ...more,
    });
}

// Presses a button of the hosted checkout page, without a browser.
export function press(session, outcome, card = 'pm_card_visa') {
    return fetch(session.url, {
        method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome, card }),
    });
}
