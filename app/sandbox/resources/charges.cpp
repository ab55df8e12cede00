#include "app/sandbox/billing/charges.h"
#include "app/sandbox/resources/resources.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

// Charges come from payments; what can be done to them is to give them back.
void addCharges(Api &api)
{
    api.add(retrieveOperation(Kind::Charge));
    api.add(listOperation(Kind::Charge, {{"customer"_L1}, {"payment_intent"_L1}}));
    api.add({"POST",
             u"/v1/refunds"_s,
             {{"amount"_L1, ParameterType::Integer, {}, {}, false, 1},
              {"charge"_L1},
              {"metadata"_L1, ParameterType::Metadata},
              {"payment_intent"_L1},
              {"reason"_L1,
               ParameterType::Choice,
               {},
               {"duplicate"_L1, "fraudulent"_L1, "requested_by_customer"_L1}}},
             [](Call &call) { return refund(call.state, call.parameters); }});
    api.add(retrieveOperation(Kind::Refund));
    api.add(listOperation(Kind::Refund, {{"charge"_L1}, {"payment_intent"_L1}}));
    api.add(retrieveOperation(Kind::Dispute));
    api.add(listOperation(Kind::Dispute, {{"charge"_L1}, {"payment_intent"_L1}}));
}

} // namespace Orion::Sandbox
