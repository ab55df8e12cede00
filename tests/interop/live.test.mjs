// The command line as others use it: a seed file, a living platform, clear refusals.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { clientFor, startSandbox, until } from '../support/sandbox.mjs';

let folder;

before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orion-sandbox-'));
});

after(() => rm(folder, { recursive: true }));

const seed = {
    products: [{ id: 'prod_1', name: 'Essential' }],
    prices: [{ id: 'price_1', product: 'prod_1', currency: 'eur', unit_amount: 4900,
               recurring: { interval: 'month' } }],
    customers: [{ id: 'cus_1', name: 'One', metadata: { vendor_code: 'ONE' } },
                { id: 'cus_2', name: 'Two', metadata: { vendor_code: 'TWO' } }],
    subscriptions: [{ id: 'sub_1', customer: 'cus_1', status: 'active',
                      items: [{ price: 'price_1' }], metadata: { kind: 'base' } }],
};

function run(...options) {
    return spawnSync(process.env.ORION_SANDBOX, options, { encoding: 'utf8', timeout: 20000 });
}

test('a seeded platform lives', async () => {
    const file = join(folder, 'seed.json');
    await writeFile(file, JSON.stringify(seed));
    const sandbox = await startSandbox('--seed-file', file, '--live', '--live-interval', '20',
                                       '--seed-number', '7');
    const stripe = clientFor(sandbox);
    assert.equal((await stripe.subscriptions.retrieve('sub_1')).customer, 'cus_1');
    const event = await until('the second vendor subscribes', async () =>
        (await stripe.events.list({ type: 'customer.subscription.created' })).data[0]);
    assert.equal(event.data.object.metadata.vendor_code, 'TWO');
    assert.equal(event.data.object.items.data[0].price.id, 'price_1');
    assert.deepEqual(event.request, { id: null, idempotency_key: null });
    await until('an invoice is paid', async () =>
        (await stripe.invoices.list({ status: 'paid', subscription: 'sub_1' })).data.length > 0);
    assert.equal(await sandbox.stop(), 0);
});

test('wrong usage ends with 2 and says why', () => {
    for (const options of [[], ['--port', 'x'], ['--port', '0', '--nonsense'],
                           ['--port', '0', '--webhook-url', 'http://127.0.0.1:9/']]) {
        const { status, stderr, stdout } = run(...options);
        assert.equal(status, 2, options.join(' '));
        assert.match(stderr, /--help/);
        assert.equal(stdout, '');
    }
});

test('a bad seed ends with 1 and names the object', async () => {
    const file = join(folder, 'bad.json');
    await writeFile(file, JSON.stringify({ ...seed, customers: [] }));
    const { status, stderr } = run('--port', '0', '--seed-file', file);
    assert.equal(status, 1);
    assert.match(stderr, /sub_1/);
});

test('help is on standard output', () => {
    const { status, stdout } = run('--help');
    assert.equal(status, 0);
    assert.match(stdout, /--webhook-secret/);
});
