#include "tests/unit/sandbox/billingsteps.h"

#include "app/sandbox/billing/duework.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

QByteArray path(const QJsonObject &object, const char *below)
{
    return QByteArray("/v1/") + below + '/' + text(object, "id").toLatin1();
}

QJsonObject latestInvoice(SandboxFixture &sandbox, const QJsonObject &subscription)
{
    const QJsonObject now = sandbox.get(path(subscription, "subscriptions"));
    return sandbox.get("/v1/invoices/" + text(now, "latest_invoice").toLatin1());
}

QJsonObject present(SandboxFixture &sandbox, const QJsonObject &subscription)
{
    return sandbox.get(path(subscription, "subscriptions"));
}

void pass(SandboxFixture &sandbox, qint64 seconds)
{
    sandbox.clock.advanceSeconds(seconds);
    doDueWork(sandbox.state, 100);
}

QByteArray changeTo(const QJsonObject &subscription, const QString &price)
{
    return "items[0][id]=" + text(firstItem(subscription), "id").toLatin1() +
           "&items[0][price]=" + price.toLatin1();
}

void breakCard(SandboxFixture &sandbox, const QJsonObject &subscription)
{
    const QByteArray customer = text(subscription, "customer").toLatin1();
    const QJsonObject card = sandbox.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach",
                                          "customer=" + customer);
    sandbox.post("/v1/customers/" + customer,
                 "invoice_settings[default_payment_method]=" + text(card, "id").toLatin1());
}

QJsonObject previousOf(SandboxFixture &sandbox)
{
    return sandbox.lastEvent(u"customer.subscription.updated"_s)
        .value("data"_L1)
        .toObject()
        .value("previous_attributes"_L1)
        .toObject();
}

} // namespace Orion::Sandbox
