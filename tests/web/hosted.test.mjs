// A person clicks through the hosted pages in a real browser.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { clientFor, makeCatalogue, makeCheckout, startSandbox } from '../support/sandbox.mjs';
import { complaints, startBrowser } from '../support/browser.mjs';

let sandbox;
let stripe;
let browser;
let shop; // where the pages send people back to
let context;
let page;

before(async () => {
    sandbox = await startSandbox();
    stripe = clientFor(sandbox);
    browser = await startBrowser();
    shop = createServer((request, response) => {
        response.setHeader('Content-Type', 'text/html');
        response.end(`<!DOCTYPE html><title>Shop</title><h1>${request.url.split('?')[0]}</h1>`);
    });
    shop.listen(0, '127.0.0.1');
    await once(shop, 'listening');
});

after(async () => {
    await browser?.close();
    shop?.close();
    assert.equal(await sandbox.stop(), 0);
});

beforeEach(async () => {
    context = await browser.newContext({ locale: 'de-DE' });
    page = await context.newPage();
});

afterEach(() => context.close());

function shopUrl(path) {
    return `http://127.0.0.1:${shop.address().port}${path}`;
}

async function openCheckout(more = {}) {
    const catalogue = await makeCatalogue(stripe);
    const session = await makeCheckout(stripe, catalogue, {
        success_url: shopUrl('/done?session={CHECKOUT_SESSION_ID}'),
        cancel_url: shopUrl('/cancelled'),
        ...more,
    });
    await page.goto(session.url);
    return { session, ...catalogue };
}

test('paying leads back to the shop with a subscription', async () => {
    const { session, customer } = await openCheckout();
    assert.equal(await page.locator('.product').textContent(), 'Professional');
    assert.equal(await page.locator('.price').textContent(), '99,00\u00a0€ / month');
    assert.equal(await page.locator('#email').textContent(), 'vendor@shop.example');
    assert.equal(await page.locator('#due').textContent(), '99,00\u00a0€');
    assert.deepEqual(await complaints(page), []);
    await page.getByRole('button', { name: 'Pay and subscribe' }).click();
    await page.waitForURL(shopUrl(`/done?session=${session.id}`));
    const { data } = await stripe.subscriptions.list({ customer: customer.id });
    assert.equal(data[0].status, 'active');
    await page.goto(session.url);
    assert.match(await page.locator('main').textContent(), /has been completed/);
});

test('a declined card can be replaced by a better one', async () => {
    const { session } = await openCheckout();
    await page.getByRole('button', { name: 'Decline card' }).click();
    const alert = page.getByRole('alert');
    assert.match(await alert.textContent(), /Your card was declined/);
    assert.deepEqual(await complaints(page), []);
    assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'open');
    await page.getByLabel('Test card').selectOption({ label: 'Mastercard ending in 4444 (pays)' });
    await page.getByRole('button', { name: 'Pay and subscribe' }).click();
    await page.waitForURL(/\/done/);
});

test('cancelling leads back without a subscription', async () => {
    const { customer } = await openCheckout();
    await page.getByRole('button', { name: 'Cancel and go back' }).click();
    await page.waitForURL(shopUrl('/cancelled'));
    const { data } = await stripe.subscriptions.list({ customer: customer.id, status: 'all' });
    assert.deepEqual(data, []);
});

test('a trial says when it ends and costs nothing today', async () => {
    const { customer } = await openCheckout({
        subscription_data: { trial_period_days: 30, metadata: { kind: 'base' } },
    });
    assert.match(await page.locator('#trial').textContent(), /Free trial until .*\d+\. \S+ \d{4}\./);
    assert.equal(await page.locator('#due').textContent(), '0,00\u00a0€');
    // By keyboard alone: from the select to the first button.
    await page.getByLabel('Test card').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/done/);
    const { data } = await stripe.subscriptions.list({ customer: customer.id });
    assert.equal(data[0].status, 'trialing');
});

test('the portal cancels, resumes and takes another card', async () => {
    const { customer, session } = await openCheckout();
    await page.getByRole('button', { name: 'Pay and subscribe' }).click();
    await page.waitForURL(/\/done/);
    const portal = await stripe.billingPortal.sessions.create({
        customer: customer.id, return_url: shopUrl('/billing'),
    });
    const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
    await page.goto(portal.url);
    assert.deepEqual(await complaints(page), []);
    await page.getByRole('button', { name: 'Cancel subscription' }).click();
    await page.getByRole('button', { name: 'Resume subscription' }).waitFor();
    assert.match(await page.locator('.status').textContent(), /Ends on/);
    const ending = await stripe.subscriptions.retrieve(subscription);
    assert.equal(ending.cancel_at, ending.items.data[0].current_period_end);
    assert.equal(ending.cancel_at_period_end, false);
    await page.getByRole('button', { name: 'Resume subscription' }).click();
    await page.getByRole('button', { name: 'Cancel subscription' }).waitFor();
    assert.equal((await stripe.subscriptions.retrieve(subscription)).cancel_at, null);
    await page.getByLabel('New card').selectOption({ label: 'Mastercard ending in 4444 (pays)' });
    await page.getByRole('button', { name: 'Update card' }).click();
    await page.getByText('Mastercard ending in 4444', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Return to the shop' }).click();
    await page.waitForURL(shopUrl('/billing'));
});

test('markup in names stays text', async () => {
    const product = await stripe.products.create({ name: '<img src=x onerror="window.evil=1">' });
    const price = await stripe.prices.create({ product: product.id, currency: 'eur',
                                               unit_amount: 100, recurring: { interval: 'month' } });
    const { customer } = await makeCatalogue(stripe);
    const session = await makeCheckout(stripe, { price, customer });
    await page.goto(session.url);
    assert.equal(await page.locator('.product').textContent(), product.name);
    assert.equal(await page.evaluate(() => window.evil), undefined);
});

test('the check for readable pages finds what is wrong', async () => {
    await page.setContent('<p style="color: #aaa">pale</p><button></button><input>');
    const found = await complaints(page);
    assert.equal(found.length, 6, found.join('; '));
});

test('the pages read well in the dark and on a telephone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 320, height: 640 });
    await openCheckout();
    assert.deepEqual(await complaints(page), []);
    const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0);
});
