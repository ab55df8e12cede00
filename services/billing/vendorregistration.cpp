#include "services/billing/vendorregistration.h"

#include "models/domain/vendorcode.h"
#include "services/billing/subscriptionwriter.h"
#include "services/database/transaction.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace Orion
{

namespace
{

constexpr qsizetype longestText = 255;

const QString insertSql = QStringLiteral(R"(
insert into billing.vendors (vendor_code, name, email, created_at, updated_at)
values (?, ?, ?, ?, ?) on conflict (vendor_code) do nothing returning id)");

const QString lockSql =
    QStringLiteral("select id, name, email from billing.vendors where vendor_code = ? "
                   "for no key update");

const QString updateSql =
    QStringLiteral("update billing.vendors set name = ?, email = ?, updated_at = ? where id = ?");

const QString tierSql = QStringLiteral(
    "select id, code, currency from billing.subscription_tiers where code = ? and is_active");

const QString everSubscribedSql =
    QStringLiteral("select exists (select from billing.vendor_subscriptions where vendor_id = ?)");

const QString auditSql = QStringLiteral(
    "insert into billing.audit_log (occurred_at, actor, action, entity, entity_id, before, after)"
    " values (?, ?, ?, 'vendor', ?, ?::jsonb, ?::jsonb)");

struct KnownVendor
{
    qint64 id = 0;
    bool isNew = false;
    QString name;
    QString email;
};

struct TrialTier
{
    qint64 id = 0;
    QString code;
    QString currency;
};

Result<void> check(const VendorRegistration &vendor)
{
    static const QRegularExpression address(QStringLiteral("\\A[^\\s@]+@[^\\s@]+\\z"));
    if (!isVendorCode(vendor.vendorCode))
        return fail(ErrorCode::InvalidArgument, vendorCodeRule());
    if (vendor.name.trimmed().isEmpty() || vendor.name.size() > longestText)
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("\"name\" has to be a text of 1 to %1 characters.").arg(longestText));
    if (vendor.email.size() > longestText || !address.match(vendor.email).hasMatch())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"email\" has to be an email address, as billing@example.com "
                                   "is one."));
    return {};
}

Result<TrialTier> tierOf(Session &session, const QString &code)
{
    const auto tier = session.selectOne(tierSql, {code}, [](const Row &row) {
        return TrialTier{row.integer(0), row.text(1), row.text(2)};
    });
    if (!tier)
        return fail(tier.error());
    if (!*tier)
        return fail(ErrorCode::TierNotFound,
                    QStringLiteral("There is no tier %1 on sale.").arg(code));
    return **tier;
}

// The vendor's row, locked; made when there is none. Whoever comes at the same time waits.
Result<KnownVendor> insertOrLock(Session &session, const VendorRegistration &vendor,
                                 const QDateTime &now)
{
    const auto added =
        session.selectOne(insertSql, {vendor.vendorCode, vendor.name, vendor.email, now, now},
                          [](const Row &row) { return row.integer(0); });
    if (!added)
        return fail(added.error());
    if (*added)
        return KnownVendor{**added, true, {}, {}};
    const auto known = session.selectOne(lockSql, {vendor.vendorCode}, [](const Row &row) {
        return KnownVendor{row.integer(0), false, row.text(1), row.text(2)};
    });
    if (!known)
        return fail(known.error());
    if (!*known)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The vendor was removed at this moment. Try again."));
    return **known;
}

QString toJson(const QString &name, const QString &email, const QString &tierCode = {})
{
    QJsonObject object{{QStringLiteral("name"), name}, {QStringLiteral("email"), email}};
    if (!tierCode.isEmpty())
        object.insert(QStringLiteral("tier_code"), tierCode);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

// One registration on its way through the transaction.
class Registering
{
public:
    Registering(Session &session, const VendorRegistration &vendor, int trialDays,
                const QString &actor, const QDateTime &now)
        : m_session(session)
        , m_vendor(vendor)
        , m_trialDays(trialDays)
        , m_actor(actor)
        , m_now(now)
    {}

    Result<RegistrationOutcome> run()
    {
        const auto known = insertOrLock(m_session, m_vendor, m_now);
        if (!known)
            return fail(known.error());
        return known->isNew ? begin(*known) : update(*known);
    }

private:
    Result<RegistrationOutcome> begin(const KnownVendor &known)
    {
        const auto tier = startTrial(known.id);
        if (!tier)
            return fail(tier.error());
        const auto audited = audit(QStringLiteral("vendor.registered"), {},
                                   toJson(m_vendor.name, m_vendor.email, *tier));
        if (!audited)
            return fail(audited.error());
        return RegistrationOutcome::Registered;
    }

    Result<RegistrationOutcome> update(const KnownVendor &known)
    {
        const auto tier = updateTrial(known.id);
        if (!tier)
            return fail(tier.error());
        const bool renamed = known.name != m_vendor.name || known.email != m_vendor.email;
        if (!renamed && tier->isEmpty())
            return RegistrationOutcome::Unchanged;
        const auto updated =
            m_session.execute(updateSql, {m_vendor.name, m_vendor.email, m_now, known.id});
        if (!updated)
            return fail(updated.error());
        const auto audited =
            audit(QStringLiteral("vendor.changed"), toJson(known.name, known.email),
                  toJson(m_vendor.name, m_vendor.email, *tier));
        if (!audited)
            return fail(audited.error());
        return RegistrationOutcome::Changed;
    }

    // Gives the tier's code.
    Result<QString> startTrial(qint64 vendorId)
    {
        const auto tier =
            tierOf(m_session, m_vendor.tierCode.value_or(QStringLiteral("essential")));
        if (!tier)
            return fail(tier.error());
        Subscription trial;
        trial.vendorId = vendorId;
        trial.tierId = tier->id;
        trial.currency = tier->currency;
        trial.periodStart = m_now;
        trial.periodEnd = trial.trialEndsAt = m_now.addDays(m_trialDays);
        if (m_trialDays == 0) {
            trial.status = SubscriptionStatus::Expired;
            trial.endedAt = m_now;
        }
        const auto saved = saveSubscription(m_session, std::nullopt, trial, cause());
        if (!saved)
            return fail(saved.error());
        return tier->code;
    }

    // The code of the tier that the vendor's trial now has, empty when nothing changed.
    Result<QString> updateTrial(qint64 vendorId)
    {
        const auto ever = m_session.selectOne(everSubscribedSql, {vendorId},
                                              [](const Row &row) { return row.boolean(0); });
        if (!ever)
            return fail(ever.error());
        if (!ever->value_or(false))
            return startTrial(vendorId);
        const auto before = lockLiveSubscription(m_session, vendorId);
        if (!before)
            return fail(before.error());
        if (!m_vendor.tierCode || !*before || !(*before)->stripeSubscriptionId.isEmpty())
            return QString();
        const auto tier = tierOf(m_session, *m_vendor.tierCode);
        if (!tier)
            return fail(tier.error());
        if (tier->id == (*before)->tierId)
            return QString();
        Subscription after = **before;
        after.tierId = tier->id;
        after.currency = tier->currency;
        const auto saved = saveSubscription(m_session, *before, after, cause());
        if (!saved)
            return fail(saved.error());
        return tier->code;
    }

    Result<void> audit(const QString &action, const QString &before, const QString &after)
    {
        const auto written = m_session.execute(
            auditSql, {m_now, m_actor, action, m_vendor.vendorCode, before, after});
        return written ? Result<void>() : fail(written.error());
    }

    ChangeCause cause() const { return {QStringLiteral("registration"), m_actor, {}, m_now}; }

    Session &m_session;
    const VendorRegistration &m_vendor;
    const int m_trialDays;
    const QString &m_actor;
    const QDateTime &m_now;
};

} // namespace

Result<RegistrationOutcome> registerVendor(Session &session, const VendorRegistration &vendor,
                                           int trialDays, const QString &actor,
                                           const QDateTime &now)
{
    if (const auto good = check(vendor); !good)
        return fail(good.error());
    Registering registering(session, vendor, trialDays, actor, now);
    return inTransaction(session, [&] { return registering.run(); });
}

} // namespace Orion
