// The check of calls against the SDK's types can fail: each mistake that it is there for is found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sdkCall } from './sdkmethods.mjs';
import { complaints, treeOf } from './typedcalls.mjs';

const checkout = '/v1/checkout/sessions';
const subscription = '/v1/subscriptions/sub_1';

const right = [
    ['POST', checkout, 'mode=subscription&customer=cus_1&line_items[0][price]=price_1'
        + '&line_items[0][quantity]=1&subscription_data[trial_end]=1785000000'
        + '&subscription_data[trial_settings][end_behavior][missing_payment_method]=cancel'],
    // Text that looks like something else stays text where text is wanted.
    ['POST', checkout, 'client_reference_id=12345&metadata[vendor_code]=77&metadata[kind]=true'],
    ['POST', subscription, 'items[0][id]=si_1&items[0][price]=price_2&trial_end=now&cancel_at='
        + '&proration_behavior=always_invoice&cancel_at_period_end=false&pause_collection='],
    ['POST', subscription, 'trial_end=1785000000&pause_collection[behavior]=void'],
    ['DELETE', subscription, 'cancellation_details[comment]=1'],
    ['GET', '/v1/events', 'limit=100&types[]=invoice.paid&types[]=invoice.created'
        + '&created[gte]=12345&delivery_success=false'],
    ['GET', '/v1/account', ''],
];

const wrong = [
    ['a misspelt parameter', /'"custmer"' does not exist/, 'POST', checkout, 'custmer=cus_1'],
    ['a misspelt nested one', /'"pric"' does not exist/, 'POST', subscription, 'items[0][pric]=price_2'],
    ['a removed parameter', /'"payment_method_types"' does not exist/,
     'POST', checkout, 'mode=subscription&payment_method_types[0]=card'],
    ['a parameter of another call', /'"trial_end"' does not exist/,
     'POST', '/v1/customers', 'trial_end=1785000000'],
    ['a missing parameter', /'currency' is missing/, 'POST', '/v1/prices', 'unit_amount=4900'],
    ['no parameters where some are needed', /Expected 1-2 arguments/, 'POST', '/v1/webhook_endpoints', ''],
    ['an unknown value', /"always" is none of ProrationBehavior/,
     'POST', subscription, 'proration_behavior=always'],
    ['an unknown event', /"invoice.payd"' is not assignable/,
     'POST', '/v1/webhook_endpoints', 'url=https://a.example&enabled_events[]=invoice.payd'],
    ['text for a number', /'string' is not assignable to type 'number/,
     'POST', checkout, 'line_items[0][quantity]=two'],
    ['a fraction for a number', /'string' is not assignable to type 'number/,
     'GET', '/v1/events', 'limit=1.5'],
    ['a number for a boolean', /'string' is not assignable to type 'boolean/,
     'POST', subscription, 'cancel_at_period_end=1'],
    ['an object for a list', /does not exist in type 'Item\[\]'/, 'POST', subscription, 'items[id]=si_1'],
    ['a list for a text', /not assignable to type 'string/, 'POST', checkout, 'customer[0]=cus_1'],
];

const callOf = ([method, path, form]) => ({ method, path, form });

test('every mistake is found, and nothing in calls that fit', () => {
    const calls = wrong.map(([, , ...call]) => callOf(call));
    const found = complaints([...right.map(callOf), ...calls]);
    for (const [i, [what, reason]] of wrong.entries()) {
        const about = found.filter(({ call }) => call === calls[i]);
        assert.equal(about.length, 1, `${what}: ${JSON.stringify(about)}`);
        assert.match(about[0].text, reason, what);
    }
    assert.equal(found.length, wrong.length, JSON.stringify(found));
});

test('calls that the SDK does not know are refused', () => {
    const unknown = /has no method for/;
    assert.throws(() => sdkCall('POST', '/v1/subscription'), unknown);
    assert.throws(() => sdkCall('DELETE', '/v1/prices/price_1'), unknown);
    assert.throws(() => sdkCall('GET', '/v1/invoices/upcoming'), unknown);
    assert.deepEqual(sdkCall('POST', '/v1/invoices/create_preview'),
                     { name: 'stripe.invoices.createPreview', ids: [] });
    assert.deepEqual(sdkCall('GET', '/v1/billing_portal/configurations/bpc_1').ids, ['bpc_1']);
});

test('a form keeps its names, its order and its values', () => {
    assert.deepEqual(
        JSON.parse(JSON.stringify(treeOf('a%5Bb%5D=1+2&c[]=%C3%A4&c[]=&d[0][e]=f'))),
        { a: { b: '1 2' }, c: { 0: 'ä', 1: '' }, d: { 0: { e: 'f' } } });
    assert.throws(() => treeOf('a=1&a=2'), /sent twice/);
});
