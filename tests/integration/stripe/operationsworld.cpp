#include "tests/integration/stripe/operationsworld.h"

namespace Orion
{

namespace
{

const QString companion = QStringLiteral("orion_companion");

} // namespace

OperationsWorld::OperationsWorld()
    : clock(QDateTime(QDate(2026, 11, 24), QTime(12, 0), Qt::UTC))
    , m_session(m_database.open(companion))
{
    m_vendorId = m_database
                     .value(QStringLiteral("insert into billing.vendors (vendor_code, name, email) "
                                           "values ('acme', 'Acme', 'a@acme.example') "
                                           "returning id"))
                     .toLongLong();
    OperationEffects effects;
    effects[QStringLiteral("customer.create")] =
        [this](Session &session, const StripeOperation &operation, const QJsonObject &answer) {
            return linkCustomer(session, operation, answer);
        };
    m_operations = std::make_unique<StripeOperations>(stripe, clock, std::move(effects));
}

std::unique_ptr<Session> OperationsWorld::open() const
{
    return m_database.open(companion);
}

Result<void> OperationsWorld::linkCustomer(Session &session, const StripeOperation &operation,
                                           const QJsonObject &answer)
{
    const auto linked = session.execute(
        QStringLiteral("update billing.vendors set stripe_customer_id = ? where id = ?"),
        {answer.value(QLatin1String("id")).toString(), m_vendorId});
    if (!linked)
        return fail(linked.error());
    if (m_failEffects)
        return fail(ErrorCode::DatabaseFailed, QStringLiteral("The effect failed."));
    ++m_effects;
    const std::scoped_lock lock(m_mutex);
    m_lastContext = operation.context;
    return {};
}

QString OperationsWorld::customerOfVendor()
{
    return m_database.value(QStringLiteral("select stripe_customer_id from billing.vendors"));
}

OperationPlan OperationsWorld::createCustomer(bool ofVendor) const
{
    OperationPlan plan;
    plan.kind = QStringLiteral("customer.create");
    if (ofVendor)
        plan.vendorId = m_vendorId;
    plan.actor = QStringLiteral("vendor:acme");
    plan.path = QStringLiteral("/v1/customers");
    plan.parameters.add(QStringLiteral("name"), QString::fromUtf8("Müller & Söhne [Köln] 100 %"));
    plan.context = {{QStringLiteral("why"), QStringLiteral("because")}};
    return plan;
}

OperationPlan OperationsWorld::cancelNow() const
{
    OperationPlan plan;
    plan.kind = QStringLiteral("subscription.cancel_now");
    plan.vendorId = m_vendorId;
    plan.actor = QStringLiteral("vendor:acme");
    plan.method = "DELETE";
    plan.path = QStringLiteral("/v1/subscriptions/sub_1");
    plan.metadataNames = {};
    return plan;
}

StripeAnswer OperationsWorld::customer()
{
    return {200,
            {{QStringLiteral("id"), QStringLiteral("cus_1")},
             {QStringLiteral("object"), QStringLiteral("customer")}},
            QStringLiteral("req_1"),
            false};
}

void OperationsWorld::orphan(bool ofVendor)
{
    orphan(createCustomer(ofVendor));
}

void OperationsWorld::orphan(const OperationPlan &plan)
{
    stripe.refuse(StripeErrorKind::Connection);
    const auto answer = m_operations->run(*m_session, plan);
    if (answer || value(QStringLiteral("state")) != QLatin1String("pending"))
        qFatal("An operation without an answer is not pending.");
}

QStringList OperationsWorld::row(const QString &columns)
{
    QStringList values;
    for (const QString &column : columns.split(QStringLiteral(", ")))
        values.append(value(column));
    return values;
}

QString OperationsWorld::value(const QString &expression)
{
    if (expression.startsWith(QLatin1String("count")))
        return m_database.value(
            QStringLiteral("select %1 from billing.stripe_operations").arg(expression));
    return m_database.value(
        QStringLiteral("select %1 from billing.stripe_operations order by id desc limit 1")
            .arg(expression));
}

} // namespace Orion
