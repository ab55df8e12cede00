// A storm: 32 connections send signed events, shuffled and some twice, to three companions, while
// random companions are killed with -9 and PostgreSQL is restarted in immediate mode. Whoever gets
// no 200 sends again, as Stripe does. In the end everything that was answered 200 has to be there
// once, and every subscription and invoice has to be as its last event says.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { Platform, webhookSecret } from '../support/platform.mjs';
import { makePlan, randomFrom } from './plan.mjs';

const execute = promisify(execFile);
const companions = 3;
const connections = 32;
const patience = 120000; // ms for what was stored to be applied
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class Storm {
    constructor(platform, plan, options) {
        this.platform = platform;
        this.plan = plan;
        this.random = randomFrom(options.seed + 1);
        this.say = options.say ?? (() => {});
        this.agent = new Agent({ keepAlive: true, maxSockets: connections });
        this.urls = [];
        this.acknowledged = new Set();
        this.answers = new Map();
        this.disasters = this.#schedule(options);
    }

    // After how many deliveries which disaster strikes.
    #schedule({ kills, restarts }) {
        const kinds = [...Array(kills).fill('kill'), ...Array(restarts).fill('restart')]
            .map((kind) => ({ kind, place: this.random() })).sort((a, b) => a.place - b.place);
        const step = this.plan.deliveries.length / (kinds.length + 1);
        return kinds.map(({ kind }, index) => ({ kind, after: Math.floor(step * (index + 1)) }));
    }

    async start() {
        for (let i = 0; i < companions; ++i)
            this.urls.push(await this.#serve());
        const token = this.platform.token('--admin');
        for (const vendor of this.plan.vendors) {
            const answer = await fetch(`${this.urls[0]}/api/v1/admin/vendors/${vendor.code}`, {
                method: 'PUT', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
                body: JSON.stringify({ name: vendor.code, email: `${vendor.code}@shop.example`,
                                       tier_code: 'essential' }),
            });
            assert.equal(answer.status, 201);
        }
        await this.platform.sql("update billing.subscription_tiers set " +
                                "stripe_price_monthly_id = 'price_' || code where code <> 'enterprise'");
    }

    #serve() {
        return this.platform.serve({ STRIPE_SECRET_KEY: null }, '127.0.0.1:0');
    }

    async blow() {
        const queue = this.plan.deliveries.slice();
        let sent = 0;
        const chaos = this.#wreak(() => sent);
        const sender = async () => {
            for (let delivery = queue.shift(); delivery; delivery = queue.shift()) {
                const status = await this.#send(delivery);
                this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
                if (status === 200) {
                    ++sent;
                    this.acknowledged.add(delivery.id);
                } else {
                    queue.push(delivery);
                    await pause(20);
                }
            }
        };
        await Promise.all(Array.from({ length: connections }, sender));
        await chaos;
    }

    #send({ body }) {
        const time = Math.floor(Date.now() / 1000);
        const signature = createHmac('sha256', webhookSecret).update(`${time}.${body}`).digest('hex');
        const url = this.urls[Math.floor(this.random() * this.urls.length)];
        return new Promise((resolve) => {
            const sent = request(`${url}/api/v1/webhooks/stripe`, {
                method: 'POST', agent: this.agent, timeout: 15000,
                headers: { 'Stripe-Signature': `t=${time},v1=${signature}`,
                           'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
            }, (answer) => {
                answer.resume();
                answer.on('end', () => resolve(answer.statusCode));
                answer.on('error', () => resolve(0));
            });
            sent.on('timeout', () => sent.destroy());
            sent.on('error', () => resolve(0));
            sent.end(body);
        });
    }

    async #wreak(sent) {
        for (const { kind, after } of this.disasters) {
            while (sent() < after)
                await pause(2);
            this.say(`${sent()} answered: ${kind}`);
            await (kind === 'kill' ? this.#kill() : this.#restart());
        }
    }

    async #kill() {
        const index = Math.floor(this.random() * companions);
        const [victim] = this.platform.companions.splice(index, 1);
        this.urls.splice(index, 1);
        victim.child.kill('SIGKILL');
        await victim.ended;
        this.urls.push(await this.#serve());
    }

    // As a crash of the server: nothing is written out, what was committed has to come back.
    async #restart() {
        const data = join(this.platform.folder, 'cluster', 'data');
        const binary = join(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim(), 'pg_ctl');
        const as = process.getuid() === 0
            ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--'] : [];
        const [program, ...words] = [...as, binary, '-D', data, '-m', 'immediate', '-w', '-s',
                                     '-l', '/dev/null', 'restart'];
        await execute(program, words, { cwd: '/', timeout: 60000 });
    }

    async settle() {
        const end = Date.now() + patience;
        for (;;) {
            const waiting = Number(await this.platform.sql(
                "select count(*) from billing.stripe_webhook_events where status = 'received'"));
            if (waiting === 0)
                return;
            assert.ok(Date.now() < end, `${waiting} events are still not applied`);
            await pause(200);
        }
    }

    async check() {
        const lines = async (sql) => (await this.platform.sql(sql)).split('\n').filter(Boolean).sort();
        assert.equal(this.acknowledged.size, this.plan.events.length);
        assert.deepEqual(await lines('select event_id from billing.stripe_webhook_events'),
                         [...this.acknowledged].sort(), 'every event is stored once');
        assert.deepEqual(await lines("select event_id || ' ' || status || ' ' || coalesce(last_error, '') " +
                                     "from billing.stripe_webhook_events where status not in " +
                                     "('processed', 'superseded')"), [], 'every event has had its effect');
        assert.deepEqual(await lines(`
            select concat_ws('|', s.stripe_subscription_id, s.status, t.code, s.price_cents,
                             extract(epoch from s.period_start)::bigint)
            from billing.vendor_subscriptions s join billing.subscription_tiers t on t.id = s.tier_id
            where s.stripe_subscription_id is not null`), this.plan.subscriptions);
        assert.deepEqual(await lines("select concat_ws('|', stripe_invoice_id, status, total_cents) " +
                                     'from billing.billing_history'), this.plan.invoices);
        // An event that was applied twice would have told of the same change twice.
        assert.deepEqual(await lines('select event_id from billing.subscription_changes ' +
                                     'where event_id is not null group by event_id having count(*) > 1'), []);
        // The changes of a subscription follow on one another without a gap, to its present state.
        assert.deepEqual(await lines(`
            select subscription_id || ' ' || id from (
                select *, lag(new_status) over w as status_before, lag(new_tier_id) over w as tier_before
                from billing.subscription_changes window w as (partition by subscription_id order by id)) c
            where (old_status, old_tier_id) is distinct from (status_before, tier_before)`), []);
        assert.deepEqual(await lines(`
            select s.id from billing.vendor_subscriptions s
            join lateral (select * from billing.subscription_changes c where c.subscription_id = s.id
                          order by c.id desc limit 1) c on true
            where (c.new_status, c.new_tier_id, c.new_mrr_cents)
                  is distinct from (s.status, s.tier_id, s.mrr_cents)`), []);
    }
}

// Answers how often each status was answered; 0 is a connection that broke.
export async function runStorm(options) {
    const plan = makePlan(options);
    const platform = await Platform.start({ records: false });
    try {
        const storm = new Storm(platform, plan, options);
        await storm.start();
        await storm.blow();
        await storm.settle();
        await storm.check();
        storm.agent.destroy();
        return { events: plan.events.length, deliveries: plan.deliveries.length,
                 answers: Object.fromEntries(storm.answers) };
    } finally {
        await platform.stop();
    }
}
