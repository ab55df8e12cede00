#include "services/catalogue/invoicebackfill.h"

#include "models/domain/currency.h"
#include "services/billing/invoicewriter.h"
#include "services/billing/vendorlookup.h"
#include "services/catalogue/accountbinding.h"
#include "services/catalogue/stripelist.h"
#include "services/database/advisorylock.h"
#include "services/database/changes.h"
#include "services/database/idlist.h"
#include "services/database/transaction.h"
#include "services/platform/clock.h"
#include "services/stripe/readers/json.h"
#include "services/webhooks/handlers/invoice.h"
#include "services/webhooks/queue.h"

#include <QHash>

namespace Orion
{

namespace
{

// The clocks of Stripe, of this machine and of other companions are never quite the same. What the
// database heard within this time before Stripe was asked counts as later.
constexpr qint64 freshSeconds = 60;

const QString resumeSql = QStringLiteral(
    "select coalesce(cursor, '') from billing.stripe_backfills"
    " where kind = 'invoices' and finished_at is null and since is not distinct from ?");

const QString beginSql = QStringLiteral(R"(
insert into billing.stripe_backfills (kind, since, started_at) values ('invoices', ?, ?)
on conflict (kind) do update set since = excluded.since, cursor = null, processed = 0,
    started_at = excluded.started_at, finished_at = null)");

const QString noteSql =
    QStringLiteral("update billing.stripe_backfills set cursor = ?, processed = processed + ?"
                   " where kind = 'invoices'");

const QString finishSql =
    QStringLiteral("update billing.stripe_backfills set cursor = null, finished_at = ?"
                   " where kind = 'invoices'");

const QString versionsSql =
    QStringLiteral("select object_id, version_created from billing.stripe_objects"
                   " where object_id = any (string_to_array(?, chr(31)))");

// One page. Lives on the stack; runs inside a transaction.
class PageWriter
{
public:
    PageWriter(Session &session, const QDateTime &askedAt, BackfillProgress &progress)
        : m_session(session)
        , m_askedAt(askedAt)
        , m_progress(progress)
    {}

    Result<void> write(const std::vector<StripeInvoice> &invoices);

private:
    Result<void> lock(const std::vector<StripeInvoice> &invoices);
    Result<void> readVersions(const std::vector<StripeInvoice> &invoices);
    Result<void> writeOne(const StripeInvoice &invoice);
    Result<void> noteVersion(const StripeInvoice &invoice);

    Session &m_session;
    const QDateTime m_askedAt;
    BackfillProgress &m_progress;
    QHash<QString, QDateTime> m_versions; // when what the database reflects was made
};

// The same keys that the webhooks' processor takes.
Result<void> PageWriter::lock(const std::vector<StripeInvoice> &invoices)
{
    QStringList keys;
    for (const StripeInvoice &invoice : invoices) {
        for (const QString &key : {invoice.id, invoice.customerId, invoice.subscriptionId}) {
            if (!key.isEmpty())
                keys.append(key);
        }
    }
    return lockKeysInOrder(m_session, keys);
}

Result<void> PageWriter::readVersions(const std::vector<StripeInvoice> &invoices)
{
    QStringList ids;
    for (const StripeInvoice &invoice : invoices)
        ids.append(invoice.id);
    return m_session.forEach(versionsSql, {idList(ids)}, [this](const Row &row) {
        m_versions.insert(row.text(0), row.time(1));
        return true;
    });
}

Result<void> PageWriter::write(const std::vector<StripeInvoice> &invoices)
{
    if (const auto locked = lock(invoices); !locked)
        return locked;
    if (const auto read = readVersions(invoices); !read)
        return read;
    for (const StripeInvoice &invoice : invoices) {
        ++m_progress.read;
        if (const auto written = writeOne(invoice); !written)
            return written;
    }
    return {};
}

Result<void> PageWriter::writeOne(const StripeInvoice &invoice)
{
    const QDateTime version = m_versions.value(invoice.id);
    if (version.isValid() && version.addSecs(freshSeconds) > m_askedAt) {
        ++m_progress.newer;
        return {};
    }
    const auto vendor = findVendor(m_session, cluesOf(invoice));
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor) {
        ++m_progress.withoutVendor;
        return {};
    }
    InvoicePayments payments;
    addPayments(payments, invoice);
    if (const auto saved = savePayments(m_session, payments); !saved)
        return saved;
    const bool isFailing = invoice.status == QLatin1String("open") && invoice.attemptCount > 0;
    const QDateTime failedAt = isFailing ? m_askedAt : QDateTime();
    if (const auto saved = saveInvoices(m_session, {{**vendor, invoice, failedAt}}); !saved)
        return saved;
    if (!invoice.subscriptionId.isEmpty()) {
        const auto standing = refreshPaymentStandings(m_session, {invoice.subscriptionId});
        if (!standing)
            return standing;
    }
    ++m_progress.written;
    return noteVersion(invoice);
}

// Never later than what the invoice itself tells, so that no event is taken for an old one.
Result<void> PageWriter::noteVersion(const StripeInvoice &invoice)
{
    QDateTime told = invoice.date;
    if (invoice.paidAt.isValid() && invoice.paidAt > told)
        told = invoice.paidAt;
    const QDateTime known = m_versions.value(invoice.id);
    if (known.isValid() && known >= told)
        return {};
    Versions versions(m_session, m_askedAt);
    versions.record({invoice.id, QStringLiteral("invoice"), told, rankOf(invoice),
                     QStringLiteral("backfill"), false});
    return versions.flush();
}

Result<QString> begin(Session &session, const Clock &clock, const BackfillOptions &options)
{
    const auto cursor =
        session.selectOne(resumeSql, {options.since}, [](const Row &row) { return row.text(0); });
    if (!cursor)
        return fail(cursor.error());
    if (*cursor)
        return **cursor;
    const auto begun = session.execute(beginSql, {options.since, clock.now()});
    return begun ? Result<QString>(QString()) : fail(begun.error());
}

// The page and how far it got are one transaction.
Result<void> writePage(Session &session, const QDateTime &askedAt,
                       const std::vector<QJsonObject> &objects, BackfillProgress &progress)
{
    std::vector<StripeInvoice> invoices;
    for (const QJsonObject &object : objects) {
        StripeInvoice invoice = readInvoice(object);
        if (!invoice.id.isEmpty() && Currency::isValidCode(invoice.currency))
            invoices.push_back(std::move(invoice));
    }
    BackfillProgress after = progress;
    const auto written = inTransaction(session, [&]() -> Result<void> {
        after = progress;
        if (const auto done = PageWriter(session, askedAt, after).write(invoices); !done)
            return done;
        const auto noted = session.execute(
            noteSql, {StripeJson::text(objects.back(), "id"), qint64(objects.size())});
        return noted ? Result<void>() : fail(noted.error());
    });
    if (!written)
        return written;
    progress = after;
    return notifyChanges(session, {Topic::Invoices, Topic::Vendors});
}

} // namespace

Result<BackfillProgress> backfillInvoices(Session &session, StripeApi &stripe, const Clock &clock,
                                          const BackfillOptions &options,
                                          const std::function<void(const BackfillProgress &)> &told)
{
    const auto lock = AdvisoryLock::tryTake(session, QStringLiteral("stripe backfill"));
    if (!lock)
        return fail(lock.error());
    if (!*lock)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Another backfill is running on this database. Wait for it."));
    if (const auto account = checkAccount(session, stripe, options.livemode, FirstUse::Bind);
        !account)
        return fail(account.error());
    const auto cursor = begin(session, clock, options);
    if (!cursor)
        return fail(cursor.error());

    StripeCall call;
    call.path = QStringLiteral("/v1/invoices");
    call.priority = StripePriority::Background;
    call.parameters.add(QStringLiteral("expand[0]"), QStringLiteral("data.payments"));
    if (options.since.isValid())
        call.parameters.add(QStringLiteral("created[gte]"), options.since);
    BackfillProgress progress;
    QDateTime askedAt = clock.now();
    const auto listed = forEachPageOfList(
        stripe, call,
        [&](const std::vector<QJsonObject> &objects) -> Result<void> {
            if (const auto written = writePage(session, askedAt, objects, progress); !written)
                return written;
            told(progress);
            askedAt = clock.now(); // before the next page is asked for
            return {};
        },
        *cursor);
    if (!listed)
        return fail(listed.error());
    const auto finished = session.execute(finishSql, {clock.now()});
    return finished ? Result<BackfillProgress>(progress) : fail(finished.error());
}

} // namespace Orion
