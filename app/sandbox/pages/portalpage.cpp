#include "app/sandbox/api/form.h"
#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/billing/testclocks.h"
#include "app/sandbox/pages/pages.h"
#include "app/sandbox/pages/template.h"
#include "app/sandbox/state/rehearsal.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 lifetime = 3600; // seconds that the link works

std::optional<QJsonObject> validSession(const State &state, const QString &secret)
{
    const auto sessions = state.select(
        Kind::PortalSession, Key{"secret"_L1, secret}, [&](const QJsonObject &session) {
            return session.value("created"_L1).toInteger() + lifetime > state.now();
        });
    if (sessions.empty())
        return {};
    return sessions.front();
}

Http::Response expiredPage()
{
    return noticePage(u"This link has expired"_s, u"Go back and open the billing portal again."_s,
                      410);
}

QString statusText(const QJsonObject &subscription, const QLocale &locale)
{
    const QJsonValue end = subscription.value("cancel_at"_L1);
    const QString status = subscription.value("status"_L1).toString();
    if (end.isDouble())
        return u"Ends on %1"_s.arg(dateText(end.toInteger(), locale));
    if (status == "trialing"_L1)
        return u"Trial until %1"_s.arg(
            dateText(subscription.value("trial_end"_L1).toInteger(), locale));
    if (status == "past_due"_L1)
        return u"Payment is overdue"_s;
    const QJsonObject item = itemsOf(subscription).first().toObject();
    return u"Renews on %1"_s.arg(dateText(item.value("current_period_end"_L1).toInteger(), locale));
}

QJsonArray subscriptionValues(const State &state, const QString &customer, const QLocale &locale)
{
    const auto theirs = state.select(Kind::Subscription, Key{"customer"_L1, customer}, isLive);
    QJsonArray values;
    for (const QJsonObject &subscription : theirs) {
        const QJsonObject item = itemsOf(subscription).first().toObject();
        const QJsonObject price = item.value("price"_L1).toObject();
        const QJsonObject product = state.get(Kind::Product, price.value("product"_L1).toString());
        const bool ends = subscription.value("cancel_at"_L1).isDouble();
        values.append(QJsonObject{
            {"subscription"_L1, subscription.value("id"_L1)},
            {"product"_L1, product.value("name"_L1)},
            {"price"_L1, priceText(price, item.value("quantity"_L1).toInteger(1), locale)},
            {"status"_L1, statusText(subscription, locale)},
            {"action"_L1, ends ? u"resume"_s : u"cancel"_s},
            {"label"_L1, ends ? u"Resume subscription"_s : u"Cancel subscription"_s}});
    }
    return values;
}

// The card that the next invoice goes to: the subscription's own, else the customer's.
QString cardText(const State &state, const QString &customer)
{
    const auto theirs = state.select(Kind::Subscription, Key{"customer"_L1, customer}, isLive);
    const auto method = paymentMethodOf(
        state, theirs.empty() ? QJsonObject{{"customer"_L1, customer}} : theirs.front());
    if (!method)
        return u"No card on file"_s;
    const QJsonObject card = method->value("card"_L1).toObject();
    const QString brand = card.value("brand"_L1).toString();
    return u"%1%2 ending in %3"_s.arg(brand.left(1).toUpper(), brand.mid(1),
                                      card.value("last4"_L1).toString());
}

// The customer's newest invoices, each with its page.
QJsonArray invoiceValues(const State &state, const QString &customer, const QLocale &locale)
{
    constexpr qsizetype mostInvoices = 12;
    QJsonArray values;
    state.store().walk(
        Kind::Invoice, {Key{"customer"_L1, customer}}, [&](const QJsonObject &invoice) {
            values.append(QJsonObject{
                {"number"_L1, invoice.value("number"_L1).toString(u"Draft"_s)},
                {"date"_L1, dateText(invoice.value("created"_L1).toInteger(), locale)},
                {"status"_L1, invoice.value("status"_L1)},
                {"page"_L1, invoice.value("hosted_invoice_url"_L1)},
                {"total"_L1, moneyText(invoice.value("total"_L1).toInteger(),
                                       invoice.value("currency"_L1).toString(), locale)}});
            return values.size() < mostInvoices;
        });
    return values;
}

Http::Response render(const State &state, const QJsonObject &session, const Http::Request &request,
                      const QString &notice)
{
    const QString customerId = session.value("customer"_L1).toString();
    const QJsonObject customer = state.get(Kind::Customer, customerId);
    const QLocale locale = localeFor(session.value("locale"_L1).toString(), request);
    QJsonArray cards;
    for (const TestCard &card : testCards())
        cards.append(QJsonObject{{"token"_L1, card.token}, {"label"_L1, card.label}});
    return securePage(renderPage(
        u"portal"_s, {{"notice"_L1, notice},
                      {"language"_L1, locale.bcp47Name()},
                      {"name"_L1, customer.value("name"_L1)},
                      {"email"_L1, customer.value("email"_L1)},
                      {"subscriptions"_L1, subscriptionValues(state, customerId, locale)},
                      {"card"_L1, cardText(state, customerId)},
                      {"cards"_L1, cards},
                      {"invoices"_L1, invoiceValues(state, customerId, locale)},
                      {"return_url"_L1, session.value("return_url"_L1)}}));
}

// The customer's own live subscription of that id.
std::optional<QJsonObject> ownSubscription(const State &state, const QString &customer,
                                           const QString &id)
{
    const auto subscription = state.find(Kind::Subscription, id);
    if (!subscription || subscription->value("customer"_L1).toString() != customer ||
        !isLive(*subscription))
        return {};
    return subscription;
}

// Does what the button says and returns the sentence that tells of it.
QString perform(State &state, const QString &customer, const QJsonObject &form)
{
    const QString action = form.value("action"_L1).toString();
    if (action == "update_card"_L1) {
        const auto method =
            takePaymentMethod(state, form.value("card"_L1).toString(), customer, u"card"_s);
        if (!method)
            return method.error().type == "card_error"_L1 ? method.error().message
                                                          : u"That card is not known."_s;
        setDefaultPaymentMethod(state, customer, method->value("id"_L1).toString());
        for (QJsonObject subscription :
             state.select(Kind::Subscription, Key{"customer"_L1, customer}, isLive))
        {
            if (!subscription.value("default_payment_method"_L1).isString())
                continue;
            subscription.insert("default_payment_method"_L1, method->value("id"_L1));
            state.update(Kind::Subscription, subscription);
        }
        return u"Your card has been updated."_s;
    }
    auto subscription = ownSubscription(state, customer, form.value("subscription"_L1).toString());
    if (!subscription)
        return u"That subscription is over."_s;
    if (action == "cancel"_L1) {
        scheduleCancellation(*subscription, state.now(), false);
        state.update(Kind::Subscription, *subscription);
        return u"Your subscription will end with the present period."_s;
    }
    if (action != "resume"_L1)
        return u"That is not something the portal can do."_s;
    clearCancellation(*subscription);
    state.update(Kind::Subscription, *subscription);
    return u"Your subscription goes on."_s;
}

} // namespace

Http::Response portalPage(State &state, const Http::Request &request)
{
    const auto session = validSession(state, request.parameter(u"secret"_s));
    return session ? render(state, *session, request, {}) : expiredPage();
}

Http::Response portalAction(State &state, const Http::Request &request)
{
    const auto session = validSession(state, request.parameter(u"secret"_s));
    if (!session)
        return expiredPage();
    const QString clock =
        testClockOf(state.get(Kind::Customer, session->value("customer"_L1).toString()));
    const Moment moment(state, frozenTime(state, clock));
    const QJsonObject form = decodeForm(request.body).value_or(QJsonObject());
    const QString notice = perform(state, session->value("customer"_L1).toString(), form);
    return render(state, *session, request, notice);
}

} // namespace Orion::Sandbox
