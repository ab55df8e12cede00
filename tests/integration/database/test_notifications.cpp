#include "services/database/notificationlistener.h"
#include "services/database/transaction.h"
#include "tests/support/testdatabase.h"

#include <QTest>

#include <csignal>

using namespace Orion;

namespace
{

// What a listener said, collected on the test's thread.
struct Heard : QObject
{
    explicit Heard(NotificationListener *listener)
    {
        connect(listener, &NotificationListener::changed, this, [this](const QSet<Topic> &topics) {
            for (const Topic topic : topics)
                all.insert(topic);
        });
        connect(listener, &NotificationListener::connected, this, [this] { ++connections; });
        connect(listener, &NotificationListener::lost, this,
                [this](const QString &reason) { losses.append(reason); });
    }

    std::set<Topic> all;
    int connections = 0;
    QStringList losses;
};

ListenerOptions impatient()
{
    ListenerOptions options;
    options.heartbeat = std::chrono::milliseconds(50);
    options.answerTimeout = std::chrono::milliseconds(300);
    options.firstRetry = std::chrono::milliseconds(20);
    options.longestRetry = std::chrono::milliseconds(100);
    return options;
}

qint64 listenersPid(TestDatabase &db)
{
    return db
        .value(QStringLiteral("select pid from pg_stat_activity where application_name = "
                              "'orion-listener' and datname = current_database()"))
        .toLongLong();
}

} // namespace

class TestNotifications : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void topicsSurviveARoundTrip();
    void leavesOutWordsThatItDoesNotKnow();
    void hearsWhatAnotherSessionTells();
    void hearsATransactionOnlyAtItsCommit();
    void losesNothingBetweenHeartbeats();
    void noticesAConnectionThatWasEnded();
    void noticesAServerThatHangs();
    void waitsForADatabaseThatIsAway();
    void stopsAndStartsAgain();
};

void TestNotifications::topicsSurviveARoundTrip()
{
    const std::set<Topic> all(allTopics.begin(), allTopics.end());
    QCOMPARE(topicsToText(all),
             QStringLiteral("tiers,vendors,webhooks,invoices,addons,jobs,capacity"));
    QVERIFY(topicsFromText(topicsToText(all)) == all);
}

void TestNotifications::leavesOutWordsThatItDoesNotKnow()
{
    QVERIFY(topicsFromText(QStringLiteral("planets,vendors,")) == std::set{Topic::Vendors});
    QVERIFY(topicsFromText(QString()).empty());
}

void TestNotifications::hearsWhatAnotherSessionTells()
{
    TestDatabase db;
    NotificationThread thread(db.settings(QStringLiteral("orion_finance")));
    Heard heard(thread.listener());
    thread.start();
    QTRY_COMPARE(heard.connections, 1);
    QVERIFY(notifyChanges(db.session(), {Topic::Vendors, Topic::Invoices}));
    QTRY_VERIFY((heard.all == std::set{Topic::Vendors, Topic::Invoices}));
    QVERIFY(heard.losses.isEmpty());
}

void TestNotifications::hearsATransactionOnlyAtItsCommit()
{
    TestDatabase db;
    NotificationThread thread(db.settings());
    Heard heard(thread.listener());
    thread.start();
    QTRY_COMPARE(heard.connections, 1);
    Transaction transaction(db.session());
    QVERIFY(transaction.begin());
    QVERIFY(notifyChanges(db.session(), {Topic::Tiers}));
    // What another session says meanwhile comes through, and nothing of the open transaction.
    QVERIFY(notifyChanges(*db.open(), {Topic::Jobs}));
    QTRY_VERIFY(heard.all == std::set{Topic::Jobs});
    QVERIFY(transaction.commit());
    QTRY_VERIFY((heard.all == std::set{Topic::Jobs, Topic::Tiers}));
}

void TestNotifications::losesNothingBetweenHeartbeats()
{
    TestDatabase db;
    ListenerOptions options;
    options.heartbeat = std::chrono::milliseconds(1); // an answer is on its way all the time
    options.answerTimeout = std::chrono::seconds(10);
    NotificationThread thread(db.settings(), options);
    Heard heard(thread.listener());
    thread.start();
    QTRY_COMPARE(heard.connections, 1);
    for (int i = 0; i < 300; ++i) {
        heard.all.clear();
        QVERIFY(notifyChanges(db.session(), {Topic::Webhooks}));
        QTRY_VERIFY2(heard.all == std::set{Topic::Webhooks}, qPrintable(QString::number(i)));
    }
    QVERIFY(heard.losses.isEmpty());
}

void TestNotifications::noticesAConnectionThatWasEnded()
{
    TestDatabase db;
    NotificationThread thread(db.settings(), impatient());
    Heard heard(thread.listener());
    thread.start();
    QTRY_COMPARE(heard.connections, 1);
    QVERIFY(db.open(QStringLiteral("postgres"))
                ->execute(QStringLiteral("select pg_terminate_backend(?)"), {listenersPid(db)}));
    QTRY_COMPARE(heard.connections, 2);
    QCOMPARE(heard.losses.size(), 1);
    QVERIFY(notifyChanges(db.session(), {Topic::Addons}));
    QTRY_VERIFY(heard.all == std::set{Topic::Addons});
}

void TestNotifications::noticesAServerThatHangs()
{
    TestDatabase db;
    NotificationThread thread(db.settings(), impatient());
    Heard heard(thread.listener());
    thread.start();
    QTRY_COMPARE(heard.connections, 1);
    const pid_t backend = pid_t(listenersPid(db));
    QVERIFY(backend > 1);
    QCOMPARE(::kill(backend, SIGSTOP), 0);
    const bool lost = QTest::qWaitFor([&] { return heard.losses.size() == 1; }, 10000);
    ::kill(backend, SIGCONT);
    QVERIFY(lost);
    QTRY_COMPARE(heard.connections, 2); // with another process of the server
    QVERIFY(notifyChanges(db.session(), {Topic::Addons}));
    QTRY_VERIFY(heard.all == std::set{Topic::Addons});
}

void TestNotifications::waitsForADatabaseThatIsAway()
{
    TestDatabase db;
    const QString later = db.name() + QStringLiteral("_later");
    NotificationThread thread(db.settings().withDatabase(later), impatient());
    Heard heard(thread.listener());
    thread.start();
    QTRY_COMPARE(heard.losses.size(), 1);
    const auto admin = db.open(QStringLiteral("postgres"));
    QVERIFY(admin->script(QStringLiteral("create database %1 owner orion_owner").arg(later)));
    QTRY_COMPARE(heard.connections, 1);
    QCOMPARE(heard.losses.size(), 1); // said once, however often it tried
    QVERIFY(admin->script(QStringLiteral("drop database %1 with (force)").arg(later)));
}

void TestNotifications::stopsAndStartsAgain()
{
    TestDatabase db;
    NotificationThread thread(db.settings(), impatient());
    Heard heard(thread.listener());
    thread.start();
    QTRY_COMPARE(heard.connections, 1);
    QMetaObject::invokeMethod(thread.listener(), &NotificationListener::stop,
                              Qt::BlockingQueuedConnection);
    QTRY_COMPARE(listenersPid(db), 0);
    QMetaObject::invokeMethod(thread.listener(), &NotificationListener::start,
                              Qt::BlockingQueuedConnection);
    QTRY_COMPARE(heard.connections, 2);
    QVERIFY(heard.losses.isEmpty());
}

QTEST_GUILESS_MAIN(TestNotifications)
#include "test_notifications.moc"
