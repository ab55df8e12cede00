// See lifecycle here, which runs this.
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Platform, jwtSecret } from '../support/platform.mjs';

const vendors = Number(process.env.VENDORS ?? 10000);
const connections = Number(process.env.CONNECTIONS ?? 32);
const patience = 60000; // ms until an effect has to be seen
const memoryGrowth = 1.25; // more of it in the last tenth than in the first fails

const agent = new Agent({ keepAlive: true, maxSockets: connections * 2 });
const note = (text) => process.stderr.write(`${text}\n`);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// As the platform signs them; one process each would take longer than all the rest.
function tokenFor(claims) {
    const now = Math.floor(Date.now() / 1000);
    const part = (object) => Buffer.from(JSON.stringify(object)).toString('base64url');
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
        iss: 'orion-platform', aud: 'orion-billing', jti: randomUUID(), iat: now, nbf: now - 5,
        exp: now + 7200, ...claims })}`;
    return `${text}.${createHmac('sha256', jwtSecret).update(text).digest('base64url')}`;
}

function send(url, { method = 'GET', token, json, form }) {
    const body = json ? JSON.stringify(json) : form ? String(new URLSearchParams(form)) : '';
    const headers = { 'Content-Length': Buffer.byteLength(body) };
    if (token)
        headers.Authorization = `Bearer ${token}`;
    if (body !== '')
        headers['Content-Type'] = json ? 'application/json' : 'application/x-www-form-urlencoded';
    return new Promise((resolve, reject) => {
        const sent = request(url, { method, headers, agent }, (answer) => {
            const chunks = [];
            answer.on('data', (chunk) => chunks.push(chunk));
            answer.on('end', () => resolve({ status: answer.statusCode, text: String(Buffer.concat(chunks)) }));
            answer.on('error', reject);
        });
        sent.on('error', reject);
        sent.end(body);
    });
}

async function call(url, expected, options) {
    const { status, text } = await send(url, options);
    if (!expected.includes(status))
        throw new Error(`${options.method ?? 'GET'} ${url} answered ${status}: ${text.slice(0, 500)}`);
    return text.startsWith('{') ? JSON.parse(text) : {};
}

// One vendor's whole life. Each step waits until the webhook of the one before has been applied.
class Life {
    constructor(companion, number) {
        this.code = `vendor${number}`;
        this.base = `${companion}/api/v1/vendor/billing`;
        this.admin = `${companion}/api/v1/admin/vendors/${this.code}`;
        this.token = tokenFor({ sub: this.code, role: 'vendor', vendor_code: this.code });
        this.endsNow = number % 2 === 1;
    }

    post(route, json) {
        return call(this.base + route, [200], { method: 'POST', token: this.token, json });
    }

    async until(what, isSo) {
        const end = Date.now() + patience;
        for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
            const now = await call(`${this.base}/subscription`, [200], { token: this.token });
            if (isSo(now))
                return;
            if (Date.now() > end)
                throw new Error(`${this.code}: ${what} was not seen: ${JSON.stringify(now)}`);
            await pause(wait);
        }
    }

    async live(adminToken) {
        await call(this.admin, [201], { method: 'PUT', token: adminToken, json: {
            name: `Vendor ${this.code}`, email: `${this.code}@shop.example`, tier_code: 'essential' } });
        const { checkout_url: url } = await this.post('/checkout', { tier_code: 'professional' });
        await call(url, [303], { method: 'POST', form: { outcome: 'pay', card: 'pm_card_visa' } });
        await this.until('the payment', (now) =>
            now.has_payment_method && now.tier.code === 'professional');
        await this.post('/change-tier', { tier_code: 'business' });
        await this.until('the upgrade', (now) => now.tier.code === 'business');
        await this.post('/change-tier', { tier_code: 'essential' });
        await this.until('the downgrade', (now) => now.tier.code === 'essential');
        await this.post('/cancel', { reason: 'The benchmark ends', immediately: this.endsNow });
        await this.until('the cancellation', (now) =>
            this.endsNow ? now.status === 'cancelled' : now.cancel_at !== null);
    }
}

async function runAll(companion) {
    const adminToken = tokenFor({ sub: 'bench', role: 'admin' });
    let next = 0;
    const failures = [];
    const worker = async () => {
        while (next < vendors) {
            const number = ++next;
            if (number % Math.ceil(vendors / 10) === 0)
                note(`  ${number} of ${vendors} vendors`);
            await new Life(companion, number).live(adminToken).catch((error) => failures.push(error));
        }
    };
    await Promise.all(Array.from({ length: connections }, worker));
    return failures;
}

// Until everything that Stripe told has been applied, and everything in doubt has been asked.
async function settle(platform) {
    const end = Date.now() + 600000;
    const waiting = "select (select count(*) from billing.stripe_webhook_events"
        + " where status = 'received') + (select count(*) from billing.stripe_objects"
        + ' where refresh_requested_at is not null)';
    const undelivered = `${platform.sandbox.url}/v1/events?delivery_success=false&limit=1`;
    for (;;) {
        const { data } = await call(undelivered, [200], { token: 'sk_test_platform' });
        if (data.length === 0 && await platform.sql(waiting) === '0')
            return;
        if (Date.now() > end)
            throw new Error('The webhooks are not all applied within ten minutes.');
        await pause(500);
    }
}

const numberOf = async (platform, statement) => Number(await platform.sql(statement));

// What stands in the database against what was done.
async function count(platform) {
    const ended = Math.ceil(vendors / 2);
    const rows = (condition) => numberOf(platform,
        `select count(*) from billing.vendor_subscriptions s where ${condition}`);
    const live = await rows("status in ('trial', 'active') and cancel_at is not null");
    const over = await rows("status = 'cancelled' and stripe_subscription_id is not null");
    return {
        events: await numberOf(platform, 'select count(*) from billing.stripe_webhook_events'),
        failed: await numberOf(platform, `select count(*) from billing.stripe_webhook_events
            where status not in ('processed', 'ignored', 'superseded')`),
        lost: Math.abs(vendors - ended - live) + Math.abs(ended - over),
        double: await numberOf(platform, `select coalesce(sum(number - 1), 0) from (
            select count(distinct stripe_subscription_id) as number
            from billing.vendor_subscriptions where stripe_subscription_id is not null
            group by vendor_id having count(distinct stripe_subscription_id) > 1) as several`),
        pending: await numberOf(platform, `select count(*) from billing.stripe_operations
            where state <> 'succeeded'`),
    };
}

// Answers what differs, in stripe check's own lines; empty when nothing does.
async function drift(platform) {
    try {
        await platform.run('stripe', 'check', '--no-endpoint');
        return '';
    } catch (error) {
        return `${error.stdout}${error.stderr}`.trim() || String(error);
    }
}

function watchMemory(platform) {
    const samples = [];
    const timer = setInterval(async () => samples.push(await platform.residentMemory()), 250);
    return () => {
        clearInterval(timer);
        const tenth = Math.max(1, Math.floor(samples.length / 10));
        const mean = (some) => some.reduce((sum, one) => sum + one, 0) / some.length / 1024;
        const tenths = Array.from({ length: 10 }, (_, i) =>
            mean(samples.slice(i * tenth, (i + 1) * tenth)));
        return { tenths, first: tenths[0], last: tenths[9], most: Math.max(...samples) / 1024 };
    };
}

async function main(platform) {
    await platform.run('stripe', 'setup', '--no-endpoint');
    const companion = await platform.serve({ ORION_API_RATE_LIMIT: '1000000' });
    note(`${vendors} vendors over ${connections} connections`);
    const memoryOf = watchMemory(platform);
    const began = Date.now();
    const failures = await runAll(companion);
    const seconds = (Date.now() - began) / 1000;
    await settle(platform);
    const settled = (Date.now() - began) / 1000;
    const memory = memoryOf();
    const counts = await count(platform);
    const differences = await drift(platform);
    for (const failure of failures.slice(0, 5))
        note(`  ${failure.message}`);
    note(differences);
    console.log(`lifecycle: ${vendors} vendors in ${seconds.toFixed(0)} s `
        + `(${(vendors / seconds).toFixed(1)}/s), all webhooks applied after ${settled.toFixed(0)} s: `
        + `${counts.events} events, ${counts.failed} failed, ${counts.double} double subscriptions, `
        + `${counts.lost} lost, ${counts.pending} operations pending, `
        + `${failures.length} lives broken off, drift ${differences === '' ? 'none' : 'found'}`);
    console.log(`lifecycle-memory: product ${memory.last.toFixed(0)}, baseline ${memory.first.toFixed(0)}, `
        + `ratio ${(memory.last / memory.first).toFixed(2)} (MiB in the last and the first tenth; `
        + `most ${memory.most.toFixed(0)}; by tenths `
        + `${memory.tenths.map((mib) => mib.toFixed(1)).join(' ')})`);
    const wrong = counts.failed + counts.double + counts.lost + counts.pending + failures.length;
    return wrong === 0 && differences === '' && memory.last <= memory.first * memoryGrowth;
}

const platform = await Platform.start({ records: false });
let good = false;
try {
    good = await main(platform);
} finally {
    if (!good)
        note((await platform.logText()).split('\n').slice(-20).join('\n'));
    await platform.stop();
    agent.destroy();
}
process.exitCode = good ? 0 : 1;
