#include "app/sandbox/billing/previews.h"

#include "app/sandbox/billing/customers.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/prorations.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/rehearsal.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

ApiError nothingUpcoming(const QString &customer)
{
    return invalidRequest(u"invoice_upcoming_none"_s,
                          u"No upcoming invoices for customer: '%1'"_s.arg(customer));
}

QString latestInvoice(const State &state, const QString &subscriptionId)
{
    return state.get(Kind::Subscription, subscriptionId).value("latest_invoice"_L1).toString();
}

// When the subscription bills next by itself; nothing when it does not.
std::optional<qint64> nextBilling(const State &state, const QString &id)
{
    const QJsonObject subscription = state.get(Kind::Subscription, id);
    const QString status = subscription.value("status"_L1).toString();
    if (status == "trialing"_L1)
        return subscription.value("trial_end"_L1).toInteger();
    if (status != "active"_L1 && status != "past_due"_L1 && status != "unpaid"_L1)
        return {};
    return firstPeriodEnd(subscription);
}

// The next regular invoice, made at its time; empty when there will be none.
QString billNext(State &state, const QString &id)
{
    const auto when = nextBilling(state, id);
    const QJsonObject subscription = state.get(Kind::Subscription, id);
    const QJsonValue end = subscription.value("cancel_at"_L1);
    if (!when || (end.isDouble() && end.toInteger() <= *when))
        return {};
    const QString before = latestInvoice(state, id);
    const Moment moment(state, qMax(*when, state.now()));
    if (subscription.value("status"_L1).toString() == "trialing"_L1)
        endTrial(state, id, Charge::ByCard);
    else
        renew(state, id, state.now(), Charge::ByCard);
    const QString after = latestInvoice(state, id);
    return after == before ? QString() : after;
}

// What the details ask to change, as the parameters of an update.
QJsonObject changesOf(const QJsonObject &parameters)
{
    QJsonObject changes;
    copyGiven(changes, parameters.value("subscription_details"_L1).toObject(),
              {"billing_cycle_anchor"_L1, "cancel_at"_L1, "cancel_at_period_end"_L1, "items"_L1,
               "metadata"_L1, "proration_behavior"_L1, "proration_date"_L1, "trial_end"_L1});
    copyGiven(changes, parameters, {"automatic_tax"_L1});
    return changes;
}

Answer<QString> change(State &state, const QString &id, const QJsonObject &parameters)
{
    const QJsonObject details = parameters.value("subscription_details"_L1).toObject();
    const QString before = latestInvoice(state, id);
    if (details.value("cancel_now"_L1).toBool()) {
        const bool prorates = details.value("proration_behavior"_L1).toString() != "none"_L1;
        cancelNow(state, id, {{"prorate"_L1, prorates}, {"invoice_now"_L1, true}});
    } else if (details.contains("resume_at"_L1)) {
        const auto resumed = resumeSubscription(state, id, {});
        if (!resumed)
            return refuse(resumed.error());
    } else {
        const auto updated = updateSubscription(state, id, changesOf(parameters));
        if (!updated)
            return refuse(updated.error());
    }
    const QString after = latestInvoice(state, id);
    return after == before ? QString() : after;
}

Answer<QString> createNew(State &state, const QJsonObject &parameters)
{
    QJsonObject creation = parameters.value("subscription_details"_L1).toObject();
    for (const QLatin1String name : {"proration_behavior"_L1, "proration_date"_L1})
        creation.remove(name);
    QString customer = parameters.value("customer"_L1).toString();
    if (customer.isEmpty()) {
        const QJsonObject unknown = newCustomer(state, {});
        state.create(Kind::Customer, unknown);
        customer = unknown.value("id"_L1).toString();
    }
    copyGiven(creation, parameters, {"automatic_tax"_L1});
    creation.insert("customer"_L1, customer);
    creation.insert("payment_behavior"_L1, u"default_incomplete"_s);
    if (creation.value("trial_end"_L1).toString() == "now"_L1)
        creation.remove("trial_end"_L1);
    const auto created = createSubscription(state, creation);
    if (!created)
        return refuse(created.error());
    return created->value("latest_invoice"_L1).toString();
}

// The subscription that is meant: the one named, else the customer's that bills next.
Answer<QString> subscriptionMeant(const State &state, const QJsonObject &parameters)
{
    const QString named = parameters.value("subscription"_L1).toString();
    const QString customer = parameters.value("customer"_L1).toString();
    if (!named.isEmpty()) {
        const auto subscription = state.find(Kind::Subscription, named);
        if (!subscription ||
            (!customer.isEmpty() && subscription->value("customer"_L1).toString() != customer))
            return refuse(noSuch(u"subscription"_s, named, u"subscription"_s));
        return named;
    }
    if (customer.isEmpty())
        return refuse(missingParameter(u"customer"_s));
    QString soonest;
    std::optional<qint64> time;
    for (const QJsonObject &candidate :
         state.select(Kind::Subscription, Key{"customer"_L1, customer})) {
        const QString id = candidate.value("id"_L1).toString();
        const auto next = nextBilling(state, id);
        if (next && (!time || *next < *time)) {
            soonest = id;
            time = next;
        }
    }
    if (soonest.isEmpty())
        return refuse(nothingUpcoming(customer));
    return soonest;
}

// An invoice that was made in the rehearsal, as if it were still to come.
QJsonObject asPreview(State &state, QJsonObject invoice, const QJsonObject &parameters)
{
    const QString id = state.identifiers().next(u"upcoming_in"_s);
    const QJsonObject made = shape("invoice"_L1);
    for (const QLatin1String name :
         {"amount_paid"_L1, "attempt_count"_L1, "attempted"_L1, "effective_at"_L1,
          "hosted_invoice_url"_L1, "invoice_pdf"_L1, "next_payment_attempt"_L1, "number"_L1,
          "status"_L1, "status_transitions"_L1})
        invoice.insert(name, made.value(name));
    invoice.insert("id"_L1, id);
    invoice.insert("amount_remaining"_L1, invoice.value("amount_due"_L1));
    invoice.insert("auto_advance"_L1, true);
    QJsonArray lines;
    bool prorates = false;
    const QJsonArray present = invoice.value("lines"_L1).toObject().value("data"_L1).toArray();
    for (const QJsonValue &value : present) {
        QJsonObject line = value.toObject();
        prorates = prorates || isProration(line);
        line.insert("invoice"_L1, id);
        lines.append(line);
    }
    invoice.insert("lines"_L1, embeddedList(lines, u"/v1/invoices/%1/lines"_s.arg(id)));
    QJsonObject parent = invoice.value("parent"_L1).toObject();
    QJsonObject details = parent.value("subscription_details"_L1).toObject();
    const QJsonObject asked = parameters.value("subscription_details"_L1).toObject();
    if (prorates && asked.contains("items"_L1))
        details.insert("subscription_proration_date"_L1,
                       asked.value("proration_date"_L1).toInteger(state.now()));
    parent.insert("subscription_details"_L1, details);
    invoice.insert("parent"_L1, parent);
    return invoice;
}

Answer<QString> makeInvoice(State &state, const QString &id, const QJsonObject &parameters)
{
    const auto changed = change(state, id, parameters);
    const bool recurring = parameters.value("preview_mode"_L1).toString() == "recurring"_L1;
    if (!changed || (!changed->isEmpty() && !recurring))
        return changed;
    if (recurring)
        takePending(state, id);
    return billNext(state, id);
}

} // namespace

Answer<QJsonObject> previewInvoice(State &state, const QJsonObject &parameters)
{
    const Rehearsal rehearsal(state);
    const bool isNew = !parameters.contains("subscription"_L1) &&
                       parameters.value("subscription_details"_L1).toObject().contains("items"_L1);
    QString customer = parameters.value("customer"_L1).toString();
    Answer<QString> invoiceId;
    if (isNew) {
        invoiceId = createNew(state, parameters);
    } else {
        const auto id = subscriptionMeant(state, parameters);
        if (!id)
            return refuse(id.error());
        customer = state.get(Kind::Subscription, *id).value("customer"_L1).toString();
        invoiceId = makeInvoice(state, *id, parameters);
    }
    if (!invoiceId)
        return refuse(invoiceId.error());
    if (invoiceId->isEmpty())
        return refuse(nothingUpcoming(customer));
    return asPreview(state, state.get(Kind::Invoice, *invoiceId), parameters);
}

} // namespace Orion::Sandbox
