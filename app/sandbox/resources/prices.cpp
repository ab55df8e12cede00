#include "app/sandbox/api/listing.h"
#include "app/sandbox/resources/resources.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"
#include "models/domain/currency.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

const std::vector<QLatin1String> taxBehaviors{"exclusive"_L1, "inclusive"_L1, "unspecified"_L1};

Parameters creationParameters()
{
    const Parameter interval{
        "interval"_L1, ParameterType::Choice, {}, {"day"_L1, "week"_L1, "month"_L1, "year"_L1}};
    return {Parameter{"currency"_L1}.needed(),
            Parameter{"product"_L1}.needed(),
            Parameter{"unit_amount"_L1, ParameterType::Integer}.needed(),
            {"active"_L1, ParameterType::Boolean},
            {"billing_scheme"_L1, ParameterType::Choice, {}, {"per_unit"_L1}},
            {"lookup_key"_L1},
            {"metadata"_L1, ParameterType::Metadata},
            {"nickname"_L1},
            {"recurring"_L1,
             ParameterType::Object,
             {interval.needed(),
              {"interval_count"_L1, ParameterType::Integer, {}, {}, false, 1},
              {"usage_type"_L1, ParameterType::Choice, {}, {"licensed"_L1}}}},
            {"tax_behavior"_L1, ParameterType::Choice, {}, taxBehaviors},
            {"transfer_lookup_key"_L1, ParameterType::Boolean}};
}

// A lookup key belongs to one price; another gets it only when the call says so.
Answer<void> takeLookupKey(Call &call, const QString &ownId)
{
    const QString key = call.parameters.value("lookup_key"_L1).toString();
    if (key.isEmpty())
        return {};
    const auto holders =
        call.state.select(Kind::Price, Key{"lookup_key"_L1, key}, [&](const QJsonObject &price) {
            return price.value("id"_L1).toString() != ownId;
        });
    if (holders.empty())
        return {};
    if (!call.parameters.value("transfer_lookup_key"_L1).toBool())
        return refuse(invalidRequest({},
                                     u"A price (`%1`) already uses that lookup key."_s.arg(
                                         holders.front().value("id"_L1).toString()),
                                     u"lookup_key"_s));
    QJsonObject former = holders.front();
    former.insert("lookup_key"_L1, QJsonValue::Null);
    call.state.update(Kind::Price, former);
    return {};
}

Answer<QJsonObject> create(Call &call)
{
    const QString currency = call.parameters.value("currency"_L1).toString().toLower();
    if (!Currency::isValidCode(currency))
        return refuse(invalidRequest({}, u"Invalid currency: %1"_s.arg(currency), u"currency"_s));
    const QString product = call.parameters.value("product"_L1).toString();
    if (!call.state.find(Kind::Product, product))
        return refuse(noSuch(u"product"_s, product, u"product"_s));
    const auto key = takeLookupKey(call, {});
    if (!key)
        return refuse(key.error());
    QJsonObject price = filled("price"_L1, call.parameters);
    price.remove("transfer_lookup_key"_L1);
    price.insert("id"_L1, call.state.newId(Kind::Price));
    price.insert("created"_L1, call.state.now());
    price.insert("currency"_L1, currency);
    price.insert("metadata"_L1, mergedMetadata({}, call.parameters.value("metadata"_L1)));
    price.insert("unit_amount_decimal"_L1,
                 QString::number(price.value("unit_amount"_L1).toInteger()));
    if (price.value("recurring"_L1).isObject()) {
        QJsonObject recurring{{"interval_count"_L1, 1},
                              {"meter"_L1, QJsonValue::Null},
                              {"trial_period_days"_L1, QJsonValue::Null},
                              {"usage_type"_L1, u"licensed"_s}};
        copyGiven(recurring, price.value("recurring"_L1).toObject(),
                  {"interval"_L1, "interval_count"_L1});
        price.insert("recurring"_L1, recurring);
        price.insert("type"_L1, u"recurring"_s);
    }
    call.state.create(Kind::Price, price);
    return price;
}

Answer<QJsonObject> update(Call &call)
{
    auto price = named(call, Kind::Price);
    if (!price)
        return price;
    const QString behavior = price->value("tax_behavior"_L1).toString();
    if (call.parameters.contains("tax_behavior"_L1) && behavior != "unspecified"_L1 &&
        call.parameters.value("tax_behavior"_L1).toString() != behavior)
        return refuse(invalidRequest({}, u"A price's tax_behavior cannot change once it is set."_s,
                                     u"tax_behavior"_s));
    const auto key = takeLookupKey(call, call.id);
    if (!key)
        return refuse(key.error());
    copyGiven(*price, call.parameters,
              {"active"_L1, "lookup_key"_L1, "nickname"_L1, "tax_behavior"_L1});
    price->insert("metadata"_L1, mergedMetadata(price->value("metadata"_L1).toObject(),
                                                call.parameters.value("metadata"_L1)));
    call.state.update(Kind::Price, *price);
    return price;
}

Answer<QJsonObject> list(Call &call)
{
    const QJsonArray keys = call.parameters.value("lookup_keys"_L1).toArray();
    const QString interval =
        call.parameters.value("recurring"_L1).toObject().value("interval"_L1).toString();
    return listPage(call.state, Kind::Price, call.parameters, [&](const QJsonObject &price) {
        const QJsonObject recurring = price.value("recurring"_L1).toObject();
        return fieldMatches(price, call.parameters, "active"_L1) &&
               fieldMatches(price, call.parameters, "currency"_L1) &&
               fieldMatches(price, call.parameters, "product"_L1) &&
               fieldMatches(price, call.parameters, "type"_L1) &&
               (keys.isEmpty() || keys.contains(price.value("lookup_key"_L1))) &&
               (interval.isEmpty() || recurring.value("interval"_L1).toString() == interval) &&
               inRange(price.value("created"_L1), call.parameters.value("created"_L1));
    });
}

} // namespace

void addPrices(Api &api)
{
    api.add({"POST", u"/v1/prices"_s, creationParameters(), create});
    api.add({"POST",
             u"/v1/prices/{id}"_s,
             {{"active"_L1, ParameterType::Boolean},
              {"lookup_key"_L1},
              {"metadata"_L1, ParameterType::Metadata},
              {"nickname"_L1},
              {"tax_behavior"_L1, ParameterType::Choice, {}, taxBehaviors},
              {"transfer_lookup_key"_L1, ParameterType::Boolean}},
             update});
    api.add(retrieveOperation(Kind::Price));
    api.add({"GET", u"/v1/prices"_s,
             withPaging({{"active"_L1, ParameterType::Boolean},
                         {"created"_L1, ParameterType::Range},
                         {"currency"_L1},
                         {"lookup_keys"_L1, ParameterType::Texts},
                         {"product"_L1},
                         {"recurring"_L1, ParameterType::Object, {{"interval"_L1}}},
                         {"type"_L1}}),
             list});
}

} // namespace Orion::Sandbox
