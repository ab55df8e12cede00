#include "services/stripe/readers/charge.h"

#include "services/stripe/readers/json.h"

#include <QStringList>

using namespace Orion::StripeJson;

namespace Orion
{

bool StripeDispute::isClosed() const
{
    static const QStringList over{QStringLiteral("won"), QStringLiteral("lost"),
                                  QStringLiteral("warning_closed"), QStringLiteral("prevented")};
    return over.contains(status);
}

StripeCharge readCharge(const QJsonObject &object)
{
    StripeCharge read;
    read.id = text(object, "id");
    read.paymentId = firstOf(id(object, "payment_intent"), read.id);
    read.invoiceId = id(object, "invoice");
    read.customerId = id(object, "customer");
    read.currency = text(object, "currency").toLower();
    read.amount = integerOr(object, "amount", 0);
    read.amountRefunded = integerOr(object, "amount_refunded", 0);
    return read;
}

StripeDispute readDispute(const QJsonObject &object)
{
    StripeDispute read;
    read.id = text(object, "id");
    read.chargeId = id(object, "charge");
    read.paymentId = firstOf(id(object, "payment_intent"), read.chargeId);
    read.currency = text(object, "currency").toLower();
    read.status = text(object, "status");
    read.reason = text(object, "reason");
    read.amount = integerOr(object, "amount", 0);
    read.created = time(object, "created");
    read.evidenceDue = time(child(object, "evidence_details"), "due_by");
    return read;
}

} // namespace Orion
