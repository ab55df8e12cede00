#include "app/sandbox/api/form.h"
#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/checkout.h"
#include "app/sandbox/billing/testclocks.h"
#include "app/sandbox/pages/pages.h"
#include "app/sandbox/pages/template.h"
#include "app/sandbox/state/rehearsal.h"

#include <QJsonArray>
#include <QUrl>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QJsonArray lineValues(const State &state, const QJsonObject &session, const QLocale &locale)
{
    QJsonArray values;
    const QJsonArray lines = session.value("_line_items"_L1).toArray();
    for (const QJsonValue &value : lines) {
        const QJsonObject line = value.toObject();
        const QJsonObject price = line.value("price"_L1).toObject();
        const QJsonObject product = state.get(Kind::Product, price.value("product"_L1).toString());
        const qint64 quantity = line.value("quantity"_L1).toInteger();
        values.append(QJsonObject{{"product"_L1, product.value("name"_L1)},
                                  {"description"_L1, product.value("description"_L1)},
                                  {"quantity"_L1, quantity},
                                  {"several"_L1, quantity > 1},
                                  {"price"_L1, priceText(price, quantity, locale)}});
    }
    return values;
}

QJsonArray cardValues()
{
    QJsonArray values;
    for (const TestCard &card : testCards())
        values.append(QJsonObject{{"token"_L1, card.token}, {"label"_L1, card.label}});
    return values;
}

QByteArray render(const State &state, const QJsonObject &session, const QLocale &locale,
                  const QString &alert)
{
    const qint64 trialEnd = trialEndOfCheckout(session, state.now());
    const QString currency = session.value("currency"_L1).toString();
    const QString email =
        session.value("customer_details"_L1).toObject().value("email"_L1).toString();
    return renderPage(
        u"checkout"_s,
        {{"alert"_L1, alert},
         {"lines"_L1, lineValues(state, session, locale)},
         {"cards"_L1, cardValues()},
         {"email"_L1, email},
         {"due"_L1, moneyText(session.value("amount_total"_L1).toInteger(), currency, locale)},
         {"trial_end"_L1, trialEnd > 0 ? dateText(trialEnd, locale) : QString()},
         {"language"_L1, locale.bcp47Name()},
         {"pay"_L1, trialEnd > 0 ? u"Start trial"_s : u"Pay and subscribe"_s},
         {"can_cancel"_L1, session.value("cancel_url"_L1).isString()}});
}

// The open session of the request, or the page that says why there is none.
std::optional<QJsonObject> openSession(const State &state, const QString &id,
                                       Http::Response &otherwise)
{
    const auto session = state.find(Kind::CheckoutSession, id);
    if (!session) {
        otherwise = noticePage(u"No such checkout"_s,
                               u"This link does not lead to a checkout session. The sandbox "
                               "forgets its sessions when it is restarted."_s,
                               404);
        return {};
    }
    const QString status = session->value("status"_L1).toString();
    if (status == "open"_L1)
        return session;
    otherwise =
        status == "complete"_L1
            ? noticePage(u"Already done"_s, u"This checkout has been completed."_s, 200)
            : noticePage(u"Expired"_s, u"This checkout has expired. Start it again."_s, 410);
    return {};
}

QByteArray successUrl(const QJsonObject &session)
{
    const QString url = session.value("success_url"_L1).toString();
    return QUrl(QString(url).replace("{CHECKOUT_SESSION_ID}"_L1, session.value("id"_L1).toString()))
        .toEncoded();
}

} // namespace

Http::Response checkoutPage(State &state, const Http::Request &request)
{
    Http::Response otherwise;
    const auto session = openSession(state, request.parameter(u"id"_s), otherwise);
    if (!session)
        return otherwise;
    const QLocale locale = localeFor(session->value("locale"_L1).toString(), request);
    return securePage(render(state, *session, locale, {}));
}

Http::Response checkoutAction(State &state, const Http::Request &request)
{
    Http::Response otherwise;
    const QString id = request.parameter(u"id"_s);
    const auto session = openSession(state, id, otherwise);
    if (!session)
        return otherwise;
    const Moment moment(state, frozenTime(state, testClockOf(*session)));
    const QJsonObject form = decodeForm(request.body).value_or(QJsonObject());
    const QString outcome = form.value("outcome"_L1).toString();
    const QString cancelUrl = session->value("cancel_url"_L1).toString();
    if (outcome == "cancel"_L1 && !cancelUrl.isEmpty())
        return Http::Response::redirect(QUrl(cancelUrl).toEncoded());
    const QString token = outcome == "pay"_L1
                              ? form.value("card"_L1).toString(testCards().front().token)
                              : u"declined"_s;
    const auto paid = payCheckout(state, id, token);
    if (paid)
        return Http::Response::redirect(successUrl(*paid));
    const QLocale locale = localeFor(session->value("locale"_L1).toString(), request);
    return securePage(render(state, *session, locale, paid.error().message), paid.error().status);
}

} // namespace Orion::Sandbox
