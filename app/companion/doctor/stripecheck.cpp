#include "app/companion/doctor/checks.h"

#include "services/stripe/client/stripeapi.h"
#include "services/stripe/readers/json.h"

namespace Orion::Doctor
{

namespace
{

constexpr std::chrono::seconds patience{10};

QString refusal(const StripeError &error, const QUrl &base)
{
    switch (error.kind) {
    case StripeErrorKind::Authentication:
        return error.status == 403
                   ? QStringLiteral("answers, but the key may not read the account, so its account "
                                    "cannot be checked. Give a restricted key the right to read "
                                    "it.")
                   : QStringLiteral("refuses the key. Check STRIPE_SECRET_KEY.");
    case StripeErrorKind::Connection:
    case StripeErrorKind::Timeout:
        return QStringLiteral("cannot be reached at %1 (%2). Check the network, a proxy and "
                              "STRIPE_API_BASE.")
            .arg(base.host(),
                 error.message.isEmpty() ? QStringLiteral("no answer in time") : error.message);
    default:
        return QStringLiteral("does not answer as it should: ") + toError(error).detail;
    }
}

} // namespace

Finding checkStripe(StripeApi &stripe, const QUrl &base)
{
    const QString subject = QStringLiteral("Stripe");
    StripeCall call;
    call.path = QStringLiteral("/v1/account");
    call.deadline = patience;
    const auto answer = stripe.call(call);
    if (answer)
        return {Level::Ok, subject,
                QStringLiteral("answers at %1 for account %2")
                    .arg(base.host(), StripeJson::text(answer->object, "id"))};
    const bool isMinor = answer.error().status == 403;
    return {isMinor ? Level::Warning : Level::Problem, subject, refusal(answer.error(), base)};
}

} // namespace Orion::Doctor
