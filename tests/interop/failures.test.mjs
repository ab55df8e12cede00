// What goes wrong at Stripe: cards, debits, scripted faults, limits, keys in use.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import Stripe from 'stripe';
import { clientFor, makeCatalogue, makeCheckout, press, startSandbox, until }
    from '../support/sandbox.mjs';

let sandbox;
let stripe;

before(async () => {
    sandbox = await startSandbox();
    stripe = clientFor(sandbox);
});

after(async () => {
    assert.equal(await sandbox.stop(), 0);
});

beforeEach(async () => {
    await control('DELETE', 'requests');
    await control('DELETE', 'faults');
});

async function control(method, what, body) {
    const answer = await fetch(`${sandbox.url}/_sandbox/${what}`, {
        method, body: body && JSON.stringify(body),
    });
    assert.ok(answer.ok, `${answer.status}`);
    return answer.json();
}

const requests = async () => (await control('GET', 'requests')).requests;

test('cards decline with their own reasons', async () => {
    const { customer } = await makeCatalogue(stripe);
    for (const [card, code, decline] of [
        ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
        ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
        ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ]) {
        await assert.rejects(stripe.paymentMethods.attach(card, { customer: customer.id }),
                             { type: 'StripeCardError', statusCode: 402, code,
                               decline_code: decline });
    }
});

test('a bank that asks is answered on the page of the invoice', async () => {
    const { customer, price } = await makeCatalogue(stripe);
    const card = await stripe.paymentMethods.attach('pm_card_authenticationRequired',
                                                    { customer: customer.id });
    const subscription = await stripe.subscriptions.create({
        customer: customer.id, items: [{ price: price.id }], default_payment_method: card.id,
    });
    assert.equal(subscription.status, 'incomplete');
    const invoice = await stripe.invoices.retrieve(subscription.latest_invoice, {
        expand: ['payments.data.payment.payment_intent'],
    });
    assert.equal(invoice.payments.data[0].payment.payment_intent.status, 'requires_action');
    await assert.rejects(stripe.invoices.pay(invoice.id),
                         { code: 'invoice_payment_intent_requires_action' });
    await fetch(invoice.hosted_invoice_url, {
        method: 'POST', body: new URLSearchParams({ action: 'authenticate' }),
    });
    assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, 'active');
    assert.equal((await stripe.invoices.retrieve(invoice.id)).amount_paid, 9900);
});

for (const [card, event, payment, status] of [
    ['pm_debit_pays', 'checkout.session.async_payment_succeeded', 'paid', 'active'],
    ['pm_debit_fails', 'checkout.session.async_payment_failed', 'unpaid', 'past_due'],
]) {
    test(`a checkout by debit waits for ${event}`, async () => {
        const session = await makeCheckout(stripe, await makeCatalogue(stripe));
        assert.equal((await press(session, 'pay', card)).status, 303);
        const completed = await stripe.checkout.sessions.retrieve(session.id);
        assert.equal(completed.status, 'complete');
        assert.equal(completed.payment_status, 'unpaid');
        await until(event, async () => {
            const { data } = await stripe.events.list({ type: event });
            return data.some(({ data: { object } }) => object.id === session.id);
        });
        const settled = await stripe.checkout.sessions.retrieve(session.id,
                                                                { expand: ['subscription'] });
        assert.equal(settled.payment_status, payment);
        assert.equal(settled.subscription.status, status);
    });
}

test('refunds are told by the charge', async () => {
    const session = await makeCheckout(stripe, await makeCatalogue(stripe));
    await press(session, 'pay');
    const { invoice } = await stripe.checkout.sessions.retrieve(session.id, {
        expand: ['invoice.payments'],
    });
    const intent = invoice.payments.data[0].payment.payment_intent;
    const refund = await stripe.refunds.create({ payment_intent: intent, amount: 4900,
                                                 reason: 'requested_by_customer' });
    assert.equal(refund.status, 'succeeded');
    const [event] = (await stripe.events.list({ type: 'charge.refunded', limit: 1 })).data;
    assert.equal(event.data.object.id, refund.charge);
    assert.equal(event.data.object.amount_refunded, 4900);
    assert.equal(event.data.object.invoice, undefined);
    const [link] = (await stripe.invoicePayments.list({
        payment: { type: 'payment_intent', payment_intent: intent },
    })).data;
    assert.equal(link.invoice, invoice.id);
    await assert.rejects(stripe.refunds.create({ charge: refund.charge, amount: 5001 }),
                         { statusCode: 400 });
});

test('a disputed charge is told', async () => {
    await press(await makeCheckout(stripe, await makeCatalogue(stripe)), 'pay',
                'pm_card_createDispute');
    const [event] = (await stripe.events.list({ type: 'charge.dispute.created', limit: 1 })).data;
    assert.equal(event.data.object.amount, 9900);
    const charge = await stripe.charges.retrieve(event.data.object.charge);
    assert.equal(charge.disputed, true);
});

test('an error that was asked for, and what was received', async () => {
    await control('POST', 'faults', { method: 'POST', path: '/v1/customers', status: 500,
                                      should_retry: false });
    const retrying = clientFor(sandbox, { maxNetworkRetries: 2 });
    await assert.rejects(retrying.customers.create({ email: 'a@b.example' }),
                         { statusCode: 500, type: 'StripeAPIError' });
    let received = await requests();
    assert.equal(received.length, 1);
    assert.equal(received[0].status, 500);
    assert.deepEqual(received[0].parameters, { email: 'a@b.example' });
    await control('POST', 'faults', { path: '/v1/*', status: 503, times: 2 });
    const made = await retrying.customers.create({ email: 'c@d.example' });
    received = (await requests()).slice(1);
    assert.deepEqual(received.map(({ status }) => status), [503, 503, 200]);
    assert.equal(new Set(received.map((request) => request.idempotency_key)).size, 1);
    assert.equal((await stripe.customers.retrieve(made.id)).email, 'c@d.example');
});

for (const when of ['before', 'after']) {
    test(`a connection lost ${when} the work makes one customer`, async () => {
        const email = `${when}@lost.example`;
        await control('POST', 'faults', { method: 'POST', path: '/v1/customers', drop: true, when });
        const retrying = clientFor(sandbox, { maxNetworkRetries: 1 });
        const made = await retrying.customers.create({ email });
        assert.equal(made.lastResponse.headers['idempotent-replayed'],
                     when === 'after' ? 'true' : undefined);
        assert.deepEqual((await requests()).map(({ status }) => status), [0, 200]);
        assert.deepEqual((await stripe.customers.list({ email })).data.map(({ id }) => id),
                         [made.id]);
    });
}

test('a key in use is a conflict', async () => {
    await control('POST', 'faults', { path: '/v1/customers', delay_ms: 1000 });
    const options = { idempotencyKey: 'in-use' };
    const first = stripe.customers.create({ email: 'slow@b.example' }, options);
    await until('the first call waits',
                async () => (await control('GET', 'faults')).faults.length === 0);
    await assert.rejects(stripe.customers.create({ email: 'slow@b.example' }, options),
                         { statusCode: 409, code: 'idempotency_key_in_use' });
    const made = await first;
    const again = await stripe.customers.create({ email: 'slow@b.example' }, options);
    assert.equal(again.id, made.id);
});

test('calls that fail their checks leave their key free', async () => {
    const options = { idempotencyKey: 'free-again' };
    await assert.rejects(stripe.customers.create({ nonsense: 'x' }, options),
                         { statusCode: 400 });
    const made = await stripe.customers.create({ email: 'a@b.example' }, options);
    assert.match(made.id, /^cus_/);
});

test('the rate limit answers 429', async () => {
    await control('POST', 'rate-limit', { per_second: 5 });
    const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => stripe.products.list({ limit: 1 })));
    await control('POST', 'rate-limit', { per_second: 0 });
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    assert.ok(refused.length >= 10, `${refused.length} refused`);
    for (const { reason } of refused) {
        assert.ok(reason instanceof Stripe.errors.StripeRateLimitError);
        assert.equal(reason.code, 'rate_limit');
    }
});
