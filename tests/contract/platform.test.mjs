// The real programs, driven through everything that the API and the command line do. In this order:
// what is asked of the API makes most of the calls to Stripe.
import './platformanswers.mjs';
import './platformcalls.mjs';
