// What Stripe tells in a storm, and what has to be in the database when it is over. The same seed
// makes the same plan.

// A small generator of random numbers that can be seeded (mulberry32's recurrence).
export function randomFrom(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

export function shuffle(list, random) {
    for (let i = list.length - 1; i > 0; --i) {
        const j = Math.floor(random() * (i + 1));
        [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
}

const tiers = ['essential', 'professional', 'business'];
const prices = { essential: 4900, professional: 9900, business: 19900 };
const begin = 1790000000; // Unix time of the first event
const month = 30 * 86400;

function subscriptionObject(vendor, { status, tier, period }) {
    return {
        id: vendor.subscription, object: 'subscription', status, customer: vendor.customer,
        currency: 'eur', created: begin, start_date: begin, cancel_at: null,
        cancel_at_period_end: false, canceled_at: status === 'canceled' ? begin + period : null,
        ended_at: status === 'canceled' ? begin + period : null,
        default_payment_method: 'pm_1', pause_collection: null, trial_end: null,
        metadata: { kind: 'base', vendor_code: vendor.code },
        items: { object: 'list', has_more: false, data: [{
            id: `si_${vendor.number}`, object: 'subscription_item', quantity: 1,
            current_period_start: begin + period * month,
            current_period_end: begin + (period + 1) * month,
            price: { id: `price_${tier}`, object: 'price', currency: 'eur',
                     unit_amount: prices[tier], recurring: { interval: 'month', interval_count: 1 } },
        }] },
    };
}

function invoiceObject(vendor, id, { status, attempts, tier, period }) {
    const total = prices[tier];
    const paid = status === 'paid';
    return {
        id, object: 'invoice', number: `N-${id}`, customer: vendor.customer, currency: 'eur', status,
        total, subtotal: total, amount_paid: paid ? total : 0, amount_remaining: paid ? 0 : total,
        attempt_count: attempts, billing_reason: 'subscription_cycle', created: begin + period * month,
        effective_at: begin + period * month, period_start: begin + period * month,
        period_end: begin + (period + 1) * month,
        status_transitions: { paid_at: paid ? begin + period * month + 60 : null },
        parent: { type: 'subscription_details', subscription_details: {
            subscription: vendor.subscription, metadata: { kind: 'base', vendor_code: vendor.code } } },
        metadata: {},
    };
}

// One vendor's events in the order in which they happened: each of its own second, so that their
// times alone tell which came last.
function lifeOf(vendor, periods, random) {
    const events = [];
    let second = begin;
    const add = (type, object) => events.push({
        id: `evt_${vendor.number}_${events.length}`, object: 'event', type, livemode: false,
        api_version: '2026-10-28.endive', created: ++second, data: { object },
    });
    let state = { status: 'active', tier: tiers[Math.floor(random() * 3)], period: 0 };
    add('customer.subscription.created', subscriptionObject(vendor, state));
    const invoices = [];
    for (let period = 1; period <= periods; ++period) {
        state = { ...state, period, tier: tiers[Math.floor(random() * 3)] };
        const id = `in_${vendor.number}_${period}`;
        let invoice = { ...state, status: 'open', attempts: 0 };
        add('invoice.finalized', invoiceObject(vendor, id, invoice));
        if (random() < 0.3) {
            invoice = { ...invoice, attempts: 1 };
            add('invoice.payment_failed', invoiceObject(vendor, id, invoice));
            add('customer.subscription.updated', subscriptionObject(vendor, { ...state, status: 'past_due' }));
        }
        invoice = { ...invoice, status: 'paid', attempts: invoice.attempts + 1 };
        add('invoice.paid', invoiceObject(vendor, id, invoice));
        add('customer.subscription.updated', subscriptionObject(vendor, state));
        invoices.push([id, 'paid', prices[state.tier]]);
    }
    if (random() < 0.2) {
        state = { ...state, status: 'canceled' };
        add('customer.subscription.deleted', subscriptionObject(vendor, state));
    }
    return { events, invoices, state };
}

// The vendors, each delivery in the order of sending (events once, and some again), and the rows
// that have to come of it, as the queries of storm.mjs print them.
export function makePlan({ seed, vendors: count, periods, duplicates }) {
    const random = randomFrom(seed);
    const plan = { vendors: [], events: [], deliveries: [], subscriptions: [], invoices: [] };
    for (let number = 1; number <= count; ++number) {
        const vendor = { number, code: `storm${number}`, customer: `cus_${number}`,
                         subscription: `sub_${number}` };
        const { events, invoices, state } = lifeOf(vendor, periods, random);
        plan.vendors.push(vendor);
        plan.events.push(...events);
        const status = state.status === 'canceled' ? 'cancelled' : state.status;
        plan.subscriptions.push(`${vendor.subscription}|${status}|${state.tier}|${prices[state.tier]}|` +
                                `${begin + state.period * month}`);
        plan.invoices.push(...invoices.map((invoice) => invoice.join('|')));
    }
    const again = plan.events.filter(() => random() < duplicates);
    plan.deliveries = shuffle([...plan.events, ...again], random).map((event) => ({
        id: event.id, body: JSON.stringify(event) }));
    plan.subscriptions.sort();
    plan.invoices.sort();
    return plan;
}
