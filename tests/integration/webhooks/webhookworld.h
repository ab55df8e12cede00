#pragma once

#include "services/webhooks/inbox.h"
#include "services/webhooks/processor.h"
#include "tests/support/manualclock.h"
#include "tests/support/stripeobjects.h"
#include "tests/support/testdatabase.h"

#include <QList>

namespace Orion
{

// A billing database with prices, and a companion that receives and applies events in it with the
// rights of its role. Time stands at `start`, an hour after the events of the test objects.
// The database is one for the whole test program, which a new world empties: one world at a time.
class WebhookWorld
{
public:
    static constexpr qint64 start = 1790003600;

    explicit WebhookWorld(ProcessorOptions options = {});

    // A vendor without any subscription.
    qint64 addVendor(const QString &code, const QString &customer = {});
    // A vendor in the local trial of the tier Essential, which began a day before `start`.
    qint64 addTrialVendor(const QString &code, const QString &customer = {});

    void receive(const QList<QByteArray> &payloads);
    BatchOutcome work(int limit = 100);                      // one batch
    BatchOutcome deliver(const QList<QByteArray> &payloads); // receive, then one batch

    QString value(const QString &sql, const QVariantList &arguments = {});
    QString statusOf(const QString &eventId); // "processed", or "failed: why"
    QString subscription(const QString &stripeId, const QString &columns);

    TestDatabase &database() { return m_database; }
    Session &companion() { return *m_companion; }
    ManualClock clock;

private:
    void execute(const QString &sql, const QVariantList &arguments = {});

    TestDatabase &m_database;
    std::unique_ptr<Session> m_companion;
    WebhookProcessor m_processor;
};

} // namespace Orion
