// Which method of Stripe's SDK makes which call. The SDK is asked itself: each of its methods is
// called with words in place of ids, and what it would have sent is noted.
import Stripe from 'stripe';

// The SDK's resources with the names that lead to them: ['checkout', 'sessions'].
function resourcesOf(holder, names = [], seen = new Set([holder])) {
    const found = [];
    for (const [name, value] of Object.entries(holder)) {
        if (name.startsWith('_') || value === null || typeof value !== 'object' || seen.has(value))
            continue;
        seen.add(value);
        if (typeof value._makeRequest === 'function')
            found.push({ names: [...names, name], resource: value });
        found.push(...resourcesOf(value, [...names, name], seen));
    }
    return found;
}

// What the method would send. Its arguments stand for ids; nothing leaves the machine.
function callOf(resource, name) {
    let call = null;
    const recorder = Object.create(resource, {
        _makeRequest: { value: (method, path) => { call ??= { method, path }; return {}; } },
    });
    const words = Array.from({ length: resource[name].length }, (_, i) => `{${i + 1}}`);
    try {
        recorder[name](...words);
    } catch {
        return null; // wants more than ids: not a plain call
    }
    return call;
}

function methodsOf({ names, resource }) {
    const methods = [];
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(resource))) {
        if (name === 'constructor' || name.startsWith('_') || typeof resource[name] !== 'function')
            continue;
        const call = callOf(resource, name);
        if (!call)
            continue;
        const segments = decodeURIComponent(call.path).split('/');
        const ids = segments.filter((segment) => segment.startsWith('{'));
        methods.push({ method: call.method, segments, ids: ids.length,
                       name: ['stripe', ...names, name].join('.') });
    }
    return methods;
}

const sdkMethods = resourcesOf(new Stripe('sk_test_contract')).flatMap(methodsOf);

// Ids have a prefix. Without that check the retired /v1/invoices/upcoming would pass for an
// invoice of that name.
const isId = (segment) => /^[a-z]+_\w+$/.test(segment);

// The SDK's method for the call and the ids of its path, in the method's order.
export function sdkCall(method, path) {
    const segments = path.split('/').map(decodeURIComponent);
    const literals = (candidate) => candidate.segments.length - candidate.ids;
    const fits = sdkMethods.filter((candidate) =>
        candidate.method === method && candidate.segments.length === segments.length &&
        candidate.segments.every((part, i) =>
            part.startsWith('{') ? isId(segments[i]) : part === segments[i]));
    fits.sort((left, right) => literals(right) - literals(left));
    if (fits.length === 0)
        throw new Error(`Stripe's SDK has no method for ${method} ${path}.`);
    const ids = [];
    fits[0].segments.forEach((part, i) => {
        if (part.startsWith('{'))
            ids[Number(part.slice(1, -1)) - 1] = segments[i];
    });
    return { name: fits[0].name, ids };
}
