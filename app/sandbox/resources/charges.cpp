#include "app/sandbox/billing/charges.h"
#include "app/sandbox/resources/resources.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

// Charges come from payments; what can be done to them is to give them back, or to defend them.
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
    api.add({"POST",
             u"/v1/disputes/{id}"_s,
             {{"evidence"_L1, ParameterType::Object, {{"uncategorized_text"_L1}}},
              {"metadata"_L1, ParameterType::Metadata},
              {"submit"_L1, ParameterType::Boolean}},
             [](Call &call) -> Answer<QJsonObject> {
                 const auto dispute = named(call, Kind::Dispute);
                 return dispute ? answerDispute(call.state, *dispute, call.parameters) : dispute;
             }});
    api.add({"POST", u"/v1/disputes/{id}/close"_s, {}, [](Call &call) -> Answer<QJsonObject> {
                 const auto dispute = named(call, Kind::Dispute);
                 return dispute ? giveUpDispute(call.state, *dispute) : dispute;
             }});
    api.add(retrieveOperation(Kind::Dispute));
    api.add(listOperation(Kind::Dispute, {{"charge"_L1}, {"payment_intent"_L1}}));
}

} // namespace Orion::Sandbox
