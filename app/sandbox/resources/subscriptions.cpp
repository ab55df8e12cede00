#include "app/sandbox/billing/subscriptions.h"

#include "app/sandbox/api/listing.h"
#include "app/sandbox/resources/resources.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

#include <QJsonArray>

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

const Parameter behaviors{"proration_behavior"_L1,
                          ParameterType::Choice,
                          {},
                          {"always_invoice"_L1, "create_prorations"_L1, "none"_L1}};

const Parameter anchor{
    "billing_cycle_anchor"_L1,
    ParameterType::Object,
    {Parameter{"type"_L1, ParameterType::Choice, {}, {"now"_L1, "unchanged"_L1}}.needed()}};

// What creating and updating share.
Parameters sharedParameters()
{
    const Parameter missing{"missing_payment_method"_L1,
                            ParameterType::Choice,
                            {},
                            {"cancel"_L1, "create_invoice"_L1, "pause"_L1}};
    return {{"automatic_tax"_L1, ParameterType::Object, {{"enabled"_L1, ParameterType::Boolean}}},
            {"cancel_at_period_end"_L1, ParameterType::Boolean},
            {"collection_method"_L1,
             ParameterType::Choice,
             {},
             {"charge_automatically"_L1, "send_invoice"_L1}},
            {"days_until_due"_L1, ParameterType::Integer},
            {"default_payment_method"_L1},
            {"description"_L1},
            {"metadata"_L1, ParameterType::Metadata},
            {"off_session"_L1, ParameterType::Boolean},
            {"payment_behavior"_L1,
             ParameterType::Choice,
             {},
             {"allow_incomplete"_L1, "default_incomplete"_L1, "error_if_incomplete"_L1,
              "pending_if_incomplete"_L1}},
            {"payment_settings"_L1, ParameterType::Object, {{"save_default_payment_method"_L1}}},
            behaviors,
            {"trial_settings"_L1,
             ParameterType::Object,
             {{"end_behavior"_L1, ParameterType::Object, {missing}}}}};
}

Parameters creationParameters()
{
    Parameters table = sharedParameters();
    table.push_back(Parameter{"customer"_L1}.needed());
    table.push_back(Parameter{"items"_L1,
                              ParameterType::Objects,
                              {Parameter{"price"_L1}.needed(),
                               {"quantity"_L1, ParameterType::Integer},
                               {"metadata"_L1, ParameterType::Metadata}}}
                        .needed());
    table.push_back({"billing_mode"_L1,
                     ParameterType::Object,
                     {{"type"_L1, ParameterType::Choice, {}, {"classic"_L1, "flexible"_L1}}}});
    table.push_back({"cancel_at"_L1,
                     ParameterType::TimeOrWord,
                     {},
                     {"min_period_end"_L1, "max_period_end"_L1}});
    table.push_back({"trial_end"_L1, ParameterType::Time});
    table.push_back({"trial_period_days"_L1, ParameterType::Integer, {}, {}, false, 1});
    return table;
}

Parameters updateParameters()
{
    Parameters table = sharedParameters();
    table.push_back({"items"_L1,
                     ParameterType::Objects,
                     {{"id"_L1},
                      {"price"_L1},
                      {"quantity"_L1, ParameterType::Integer},
                      {"deleted"_L1, ParameterType::Boolean},
                      {"metadata"_L1, ParameterType::Metadata}}});
    table.push_back(anchor);
    table.push_back({"cancel_at"_L1,
                     ParameterType::TimeOrWord,
                     {},
                     {"min_period_end"_L1, "max_period_end"_L1}});
    table.push_back(
        {"cancellation_details"_L1, ParameterType::Object, {{"comment"_L1}, {"feedback"_L1}}});
    table.push_back({"pause_collection"_L1,
                     ParameterType::Object,
                     {Parameter{"behavior"_L1,
                                ParameterType::Choice,
                                {},
                                {"keep_as_draft"_L1, "mark_uncollectible"_L1, "void"_L1}}
                          .needed(),
                      {"resumes_at"_L1, ParameterType::Time}}});
    table.push_back({"proration_date"_L1, ParameterType::Time});
    table.push_back({"trial_end"_L1, ParameterType::TimeOrWord, {}, {"now"_L1}});
    return table;
}

Parameters pauseParameters()
{
    const Parameter unused{"type"_L1,
                           ParameterType::Choice,
                           {},
                           {"item_current_period_start"_L1, "none"_L1, "now"_L1}};
    return {{"bill_for"_L1,
             ParameterType::Object,
             {{"unused_time_from"_L1, ParameterType::Object, {unused.needed()}}}},
            {"invoicing_behavior"_L1,
             ParameterType::Choice,
             {},
             {"invoice"_L1, "pending_invoice_item"_L1}},
            {"type"_L1, ParameterType::Choice, {}, {"subscription"_L1}}};
}

Parameters resumeParameters()
{
    return {anchor,
            {"payment_behavior"_L1,
             ParameterType::Choice,
             {},
             {"resume_on_payment_attempt"_L1, "resume_on_payment_success"_L1}},
            behaviors,
            {"proration_date"_L1, ParameterType::Time}};
}

// Calls that are about one subscription, which has to be there.
std::function<Answer<QJsonObject>(Call &)>
ofSubscription(Answer<QJsonObject> (*run)(State &, const QString &, const QJsonObject &))
{
    return [run](Call &call) -> Answer<QJsonObject> {
        const auto subscription = named(call, Kind::Subscription);
        if (!subscription)
            return subscription;
        return run(call.state, call.id, call.parameters);
    };
}

bool hasStatus(const QJsonObject &subscription, const QString &wanted)
{
    const QString status = subscription.value("status"_L1).toString();
    if (wanted == "all"_L1)
        return true;
    if (wanted.isEmpty())
        return status != "canceled"_L1;
    if (wanted == "ended"_L1)
        return !isLive(subscription);
    return status == wanted;
}

bool hasPrice(const QJsonObject &subscription, const QString &price)
{
    const QJsonArray items = itemsOf(subscription);
    return price.isEmpty() || std::any_of(items.begin(), items.end(), [&](const QJsonValue &item) {
               return item.toObject().value("price"_L1).toObject().value("id"_L1).toString() ==
                      price;
           });
}

Answer<QJsonObject> list(Call &call)
{
    const QString status = call.parameters.value("status"_L1).toString();
    const QString price = call.parameters.value("price"_L1).toString();
    const QString clock = call.parameters.value("test_clock"_L1).toString();
    // Those of test clocks are listed by their clock or customer alone.
    const bool anyClock = clock.isEmpty() && call.parameters.contains("customer"_L1);
    return listPage(
        call.state, Kind::Subscription, call.parameters, [&](const QJsonObject &subscription) {
            return (anyClock || testClockOf(subscription) == clock) &&
                   hasStatus(subscription, status) && hasPrice(subscription, price) &&
                   fieldMatches(subscription, call.parameters, "customer"_L1) &&
                   inRange(subscription.value("created"_L1), call.parameters.value("created"_L1));
        });
}

} // namespace

void addSubscriptions(Api &api)
{
    api.add({"POST", u"/v1/subscriptions"_s, creationParameters(),
             [](Call &call) { return createSubscription(call.state, call.parameters); }});
    api.add({"POST", u"/v1/subscriptions/{id}"_s, updateParameters(),
             ofSubscription([](State &state, const QString &id, const QJsonObject &parameters) {
                 return updateSubscription(state, id, parameters);
             })});
    api.add({"DELETE",
             u"/v1/subscriptions/{id}"_s,
             {{"cancellation_details"_L1, ParameterType::Object, {{"comment"_L1}, {"feedback"_L1}}},
              {"invoice_now"_L1, ParameterType::Boolean},
              {"prorate"_L1, ParameterType::Boolean}},
             ofSubscription(cancelNow)});
    api.add({"POST", u"/v1/subscriptions/{id}/pause"_s, pauseParameters(),
             ofSubscription(pauseSubscription)});
    api.add({"POST", u"/v1/subscriptions/{id}/resume"_s, resumeParameters(),
             ofSubscription(resumeSubscription)});
    api.add(retrieveOperation(Kind::Subscription));
    api.add({"GET", u"/v1/subscriptions"_s,
             withPaging({{"created"_L1, ParameterType::Range},
                         {"customer"_L1},
                         {"price"_L1},
                         {"status"_L1},
                         {"test_clock"_L1}}),
             list});
}

} // namespace Orion::Sandbox
