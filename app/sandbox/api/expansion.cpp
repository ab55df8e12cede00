#include "app/sandbox/api/expansion.h"

#include "app/sandbox/state/shapes.h"
#include "app/sandbox/state/view.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype maxLevels = 4;

struct Reference
{
    QLatin1String field;
    Kind kind;
};

// Fields that hold an id, and of what.
constexpr std::array<Reference, 13> references{{
    {"charge"_L1, Kind::Charge},
    {"customer"_L1, Kind::Customer},
    {"default_payment_method"_L1, Kind::PaymentMethod},
    {"default_price"_L1, Kind::Price},
    {"invoice"_L1, Kind::Invoice},
    {"latest_charge"_L1, Kind::Charge},
    {"latest_invoice"_L1, Kind::Invoice},
    {"payment_intent"_L1, Kind::PaymentIntent},
    {"payment_method"_L1, Kind::PaymentMethod},
    {"price"_L1, Kind::Price},
    {"product"_L1, Kind::Product},
    {"subscription"_L1, Kind::Subscription},
    {"test_clock"_L1, Kind::TestClock},
}};

QJsonObject listOf(const std::vector<QJsonObject> &objects, const QString &url)
{
    QJsonArray data;
    for (const QJsonObject &object : objects)
        data.append(publicView(object));
    return embeddedList(data, url);
}

// The lists that an object shows only when they are asked for. Undefined: it has no such list.
QJsonValue listAskedFor(const State &state, const QJsonObject &owner, const QString &name)
{
    const QString id = owner.value("id"_L1).toString();
    const QString type = owner.value("object"_L1).toString();
    if (type == "invoice"_L1 && name == "payments"_L1)
        return listOf(state.select(Kind::InvoicePayment, Key{"invoice"_L1, id}),
                      u"/v1/invoice_payments?invoice="_s + id);
    if (type == "customer"_L1 && name == "subscriptions"_L1)
        return listOf(state.select(Kind::Subscription, Key{"customer"_L1, id}),
                      u"/v1/customers/%1/subscriptions"_s.arg(id));
    if (type == "checkout.session"_L1 && name == "line_items"_L1)
        return embeddedList(state.get(Kind::CheckoutSession, id).value("_line_items"_L1).toArray(),
                            u"/v1/checkout/sessions/%1/line_items"_s.arg(id));
    return QJsonValue::Undefined;
}

// The object that the field names; undefined when the field is no reference.
QJsonValue referenced(const State &state, const QString &field, const QJsonValue &value)
{
    const auto reference =
        std::find_if(references.begin(), references.end(),
                     [&](const Reference &candidate) { return candidate.field == field; });
    if (reference == references.end())
        return QJsonValue::Undefined;
    if (!value.isString())
        return value;
    const auto object = state.find(reference->kind, value.toString());
    return object ? QJsonValue(publicView(*object)) : value;
}

bool expandInto(const State &state, QJsonValue &value, const QStringList &path, qsizetype depth);

bool expandField(const State &state, QJsonObject &owner, const QStringList &path, qsizetype depth)
{
    const QString &name = path.at(depth);
    QJsonValue field = owner.value(name);
    if (field.isUndefined() || !(field.isObject() || field.isArray())) {
        QJsonValue found = listAskedFor(state, owner, name);
        if (found.isUndefined())
            found = referenced(state, name, field);
        if (found.isUndefined())
            return false;
        field = found;
    } else if (depth == path.size() - 1 && referenced(state, name, field).isUndefined() &&
               listAskedFor(state, owner, name).isUndefined())
    {
        return false;
    }
    const bool expandedRest = expandInto(state, field, path, depth + 1);
    owner.insert(name, field);
    return expandedRest;
}

bool expandInto(const State &state, QJsonValue &value, const QStringList &path, qsizetype depth)
{
    if (depth >= path.size() || value.isNull())
        return true;
    if (value.isArray()) {
        QJsonArray elements = value.toArray();
        for (qsizetype i = 0; i < elements.size(); ++i) {
            QJsonValue element = elements.at(i);
            if (!expandInto(state, element, path, depth))
                return false;
            elements.replace(i, element);
        }
        value = elements;
        return true;
    }
    if (!value.isObject())
        return false;
    QJsonObject object = value.toObject();
    const bool done = expandField(state, object, path, depth);
    value = object;
    return done;
}

} // namespace

Answer<QJsonObject> expanded(const State &state, const QJsonObject &object,
                             const QStringList &paths)
{
    QJsonValue value = publicView(object);
    if (object.value("object"_L1).toString() == "list"_L1) {
        QJsonObject list = object;
        QJsonArray shown;
        const QJsonArray data = object.value("data"_L1).toArray();
        for (const QJsonValue &element : data)
            shown.append(publicView(element.toObject()));
        list.insert("data"_L1, shown);
        value = list;
    }
    for (const QString &path : paths) {
        const QStringList levels = path.split(u'.');
        if (levels.size() > maxLevels)
            return refuse(invalidRequest({}, u"You cannot expand more than %1 levels of a "
                                             "property: %2"_s.arg(maxLevels)
                                                 .arg(path)));
        if (!expandInto(state, value, levels, 0))
            return refuse(
                invalidRequest({}, u"This property cannot be expanded (%1)."_s.arg(path)));
    }
    return value.toObject();
}

} // namespace Orion::Sandbox
