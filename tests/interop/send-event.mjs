// Signs the event on standard input with Stripe's own SDK, posts it, and prints the status.
// usage: node send-event.mjs URL SECRET < event.json
import Stripe from 'stripe';

const [url, secret] = process.argv.slice(2);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const payload = Buffer.concat(chunks).toString('utf8');

const stripe = new Stripe('sk_test_chain');
const signature = stripe.webhooks.generateTestHeaderString({ payload, secret });
const answer = await fetch(url, {
  method: 'POST',
  headers: { 'Stripe-Signature': signature, 'Content-Type': 'application/json' },
  body: payload,
});
console.log(answer.status);
