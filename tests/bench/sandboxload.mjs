// How fast the sandbox is, and whether it stays so: vendors go through customer, checkout, two tier
// changes and cancellation, many at once. Prints calls a second for each tenth of them.
// Usage: node sandboxload.mjs URL [VENDORS] [CLIENTS]
import { Agent, request } from 'node:http';

const [url, vendors = '10000', clients = '32'] = process.argv.slice(2);
const base = new URL(url);
const agent = new Agent({ keepAlive: true, maxSockets: Number(clients) });
let calls = 0;

function call(method, path, form) {
    ++calls;
    return new Promise((resolve, reject) => {
        const sent = request({
            agent, host: base.hostname, port: base.port, method, path,
            headers: { Authorization: 'Bearer sk_test_load',
                       'Content-Type': 'application/x-www-form-urlencoded',
                       ...(method === 'POST' && { 'Idempotency-Key': `load-${calls}` }) },
        }, (answer) => {
            let text = '';
            answer.setEncoding('utf8');
            answer.on('data', (part) => { text += part; });
            answer.on('end', () => {
                if (answer.statusCode >= 400)
                    reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
                else
                    resolve(answer.headers['content-type'] === 'application/json'
                        ? JSON.parse(text) : text);
            });
        });
        sent.on('error', reject);
        sent.end(form && new URLSearchParams(form).toString());
    });
}

const product = await call('POST', '/v1/products', { name: 'Load' });
const prices = [];
for (const amount of [4900, 9900, 19900])
    prices.push(await call('POST', '/v1/prices', { product: product.id, currency: 'eur',
                                                   unit_amount: amount,
                                                   'recurring[interval]': 'month' }));

async function vendor(code) {
    const customer = await call('POST', '/v1/customers', { name: code,
                                                           'metadata[vendor_code]': code });
    const session = await call('POST', '/v1/checkout/sessions', {
        mode: 'subscription', customer: customer.id, client_reference_id: code,
        success_url: 'http://127.0.0.1:9/', 'line_items[0][price]': prices[0].id,
        'subscription_data[metadata][vendor_code]': code,
    });
    await call('POST', new URL(session.url).pathname, { outcome: 'pay', card: 'pm_card_visa' });
    const { data: [subscription] } = await call('GET',
                                                `/v1/subscriptions?customer=${customer.id}`);
    for (const price of prices.slice(1)) {
        await call('POST', `/v1/subscriptions/${subscription.id}`, {
            'items[0][id]': subscription.items.data[0].id, 'items[0][price]': price.id,
            proration_behavior: 'always_invoice', payment_behavior: 'pending_if_incomplete',
        });
    }
    await call('DELETE', `/v1/subscriptions/${subscription.id}`);
    const { data } = await call('GET', `/v1/invoices?customer=${customer.id}`);
    if (data.length !== 3)
        throw new Error(`${code} has ${data.length} invoices instead of 3`);
}

const tenth = Math.ceil(Number(vendors) / 10);
for (let done = 0; done < Number(vendors); done += tenth) {
    const begun = performance.now();
    const before = calls;
    let next = done;
    await Promise.all(Array.from({ length: Number(clients) }, async () => {
        while (next < Math.min(done + tenth, Number(vendors)))
            await vendor(`V${next++}`);
    }));
    const seconds = (performance.now() - begun) / 1000;
    console.log(`${done + tenth} vendors: ${Math.round((calls - before) / seconds)} calls/s`);
}
agent.destroy();
