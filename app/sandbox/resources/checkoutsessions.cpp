#include "app/sandbox/api/listing.h"
#include "app/sandbox/billing/checkout.h"
#include "app/sandbox/resources/resources.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Parameters subscriptionData()
{
    const Parameter missing{"missing_payment_method"_L1,
                            ParameterType::Choice,
                            {},
                            {"cancel"_L1, "create_invoice"_L1, "pause"_L1}};
    return {{"billing_mode"_L1,
             ParameterType::Object,
             {{"type"_L1, ParameterType::Choice, {}, {"classic"_L1, "flexible"_L1}}}},
            {"description"_L1},
            {"metadata"_L1, ParameterType::Metadata},
            {"trial_end"_L1, ParameterType::Time},
            {"trial_period_days"_L1, ParameterType::Integer, {}, {}, false, 1},
            {"trial_settings"_L1,
             ParameterType::Object,
             {{"end_behavior"_L1, ParameterType::Object, {missing}}}}};
}

Parameters creationParameters()
{
    const Parameter mode{"mode"_L1, ParameterType::Choice, {}, {"subscription"_L1}};
    return {mode.needed(),
            Parameter{"line_items"_L1,
                      ParameterType::Objects,
                      {Parameter{"price"_L1}.needed(),
                       {"quantity"_L1, ParameterType::Integer, {}, {}, false, 1}}}
                .needed(),
            Parameter{"success_url"_L1, ParameterType::WebUrl}.needed(),
            {"automatic_tax"_L1, ParameterType::Object, {{"enabled"_L1, ParameterType::Boolean}}},
            {"cancel_url"_L1, ParameterType::WebUrl},
            {"client_reference_id"_L1},
            {"customer"_L1},
            {"customer_email"_L1},
            {"expires_at"_L1, ParameterType::Time},
            {"locale"_L1},
            {"metadata"_L1, ParameterType::Metadata},
            {"payment_method_collection"_L1,
             ParameterType::Choice,
             {},
             {"always"_L1, "if_required"_L1}},
            {"subscription_data"_L1, ParameterType::Object, subscriptionData()},
            {"ui_mode"_L1, ParameterType::Choice, {}, {"hosted_page"_L1}}};
}

Answer<QJsonObject> expire(Call &call)
{
    const auto session = named(call, Kind::CheckoutSession);
    if (!session)
        return session;
    if (session->value("status"_L1).toString() != "open"_L1)
        return refuse(invalidRequest({}, u"Only Checkout Sessions with a status in [\"open\"] can "
                                         "be expired."_s));
    expireCheckout(call.state, call.id);
    return call.state.get(Kind::CheckoutSession, call.id);
}

Answer<QJsonObject> lineItems(Call &call)
{
    const auto session = named(call, Kind::CheckoutSession);
    if (!session)
        return session;
    return pageOf(session->value("_line_items"_L1).toArray(), call.parameters,
                  u"/v1/checkout/sessions/%1/line_items"_s.arg(call.id));
}

} // namespace

void addCheckoutSessions(Api &api)
{
    api.add({"POST", u"/v1/checkout/sessions"_s, creationParameters(),
             [](Call &call) { return createCheckout(call.state, call.parameters); }});
    api.add({"POST", u"/v1/checkout/sessions/{id}/expire"_s, {}, expire});
    api.add({"GET", u"/v1/checkout/sessions/{id}/line_items"_s, withPaging({}), lineItems});
    api.add(retrieveOperation(Kind::CheckoutSession));
    api.add(listOperation(Kind::CheckoutSession,
                          {{"customer"_L1}, {"status"_L1}, {"subscription"_L1}}));
}

} // namespace Orion::Sandbox
