#include "services/database/copyout.h"
#include "services/database/sqlerror.h"
#include "tests/support/testdatabase.h"

#include <QBuffer>
#include <QTest>

#include <thread>

using namespace Orion;

namespace
{

// A disk that is full after some bytes.
class FullDisk : public QIODevice
{
public:
    explicit FullDisk(qint64 room)
        : m_room(room)
    {
        open(QIODevice::WriteOnly);
    }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *, qint64 size) override
    {
        m_room -= size;
        if (m_room >= 0)
            return size;
        setErrorString(QStringLiteral("No space left on device"));
        return -1;
    }

private:
    qint64 m_room;
};

QByteArray copied(Session &session, const QString &query, const QVariantList &arguments = {})
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const auto done = copyOut(session, query, arguments, buffer);
    return done ? buffer.data() : (done.error().message + done.error().detail).toUtf8();
}

// Made while they are read: in the FROM clause the server would first make them all.
const QString manyRows =
    QStringLiteral("select generate_series(1, ?) as i, repeat('x', 100) as text");

} // namespace

class TestCopyOut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_db = std::make_unique<TestDatabase>(); }
    void cleanupTestCase() { m_db.reset(); }
    void writesCsvWithAHeader();
    void quotesItsArguments_data();
    void quotesItsArguments();
    void takesNoQuestionMarkInTextForAPlaceholder();
    void refusesAWrongNumberOfValues();
    void reportsItsProgress();
    void isCancelledBetweenRows();
    void isCancelledWhileTheServerSendsNothing();
    void saysWhenTheDiskIsFull();
    void handsOnTheServersError();
    void saysWhenTheConnectionIsLost();

private:
    std::unique_ptr<TestDatabase> m_db; // for tests that leave it as it was
};

void TestCopyOut::writesCsvWithAHeader()
{
    TestDatabase &db = *m_db;
    QCOMPARE(copied(db.session(),
                    QStringLiteral("select 1 as id, 'a,b' as \"the name\", null::text as nothing "
                                   "union all select 2, E'say \"hi\"\\nMüller', ''")),
             QByteArray("id,the name,nothing\n1,\"a,b\",\n2,\"say \"\"hi\"\"\nMüller\",\"\"\n"));
}

void TestCopyOut::quotesItsArguments_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("quote") << QVariant(QStringLiteral("x'; drop table t; --"))
                           << QByteArray("x'; drop table t; --");
    QTest::newRow("backslash") << QVariant(QStringLiteral("a\\'b")) << QByteArray("a\\'b");
    QTest::newRow("placeholder in a value") << QVariant(QStringLiteral("?")) << QByteArray("?");
    QTest::newRow("negative") << QVariant(-5) << QByteArray("-5");
    QTest::newRow("large") << QVariant(qint64(9007199254740993)) << QByteArray("9007199254740993");
    QTest::newRow("true") << QVariant(true) << QByteArray("t");
    QTest::newRow("real") << QVariant(0.1) << QByteArray("0.1");
    QTest::newRow("nothing") << QVariant(QString()) << QByteArray();
    QTest::newRow("time") << QVariant(QDateTime::fromMSecsSinceEpoch(1750000000123, Qt::UTC))
                          << QByteArray("2025-06-15 15:06:40.123+00");
    QTest::newRow("day") << QVariant(QDate(2026, 2, 28)) << QByteArray("2026-02-28");
}

void TestCopyOut::quotesItsArguments()
{
    QFETCH(QVariant, value);
    QFETCH(QByteArray, text);
    TestDatabase &db = *m_db;
    QCOMPARE(copied(db.session(), QStringLiteral("select ? as v"), {value}), "v\n" + text + "\n");
}

void TestCopyOut::takesNoQuestionMarkInTextForAPlaceholder()
{
    TestDatabase &db = *m_db;
    QCOMPARE(copied(db.session(),
                    QStringLiteral("select '?''?' as \"?\", -- why?\n /* or ? */ - ? as v"), {-3}),
             QByteArray("?,v\n?'?,3\n"));
}

void TestCopyOut::refusesAWrongNumberOfValues()
{
    TestDatabase &db = *m_db;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QVERIFY(!copyOut(db.session(), QStringLiteral("select ?, ?"), {1}, buffer));
    QVERIFY(!copyOut(db.session(), QStringLiteral("select ?"), {1, 2}, buffer));
    QVERIFY(buffer.data().isEmpty());
}

void TestCopyOut::reportsItsProgress()
{
    TestDatabase &db = *m_db;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    std::vector<CopyProgress> steps;
    const auto done = copyOut(db.session(), manyRows, {100000}, buffer,
                              [&](const CopyProgress &progress) { steps.push_back(progress); });
    QVERIFY(done);
    QCOMPARE(done->rows, 100000);
    QCOMPARE(done->bytes, buffer.data().size());
    QCOMPARE(buffer.data().count('\n'), 100001);
    QVERIFY(steps.size() > 10);
    for (std::size_t i = 1; i < steps.size(); ++i)
        QVERIFY(steps.at(i).rows > steps.at(i - 1).rows);
    QCOMPARE(steps.back().rows, done->rows);
    QCOMPARE(steps.back().bytes, done->bytes);
}

void TestCopyOut::isCancelledBetweenRows()
{
    TestDatabase &db = *m_db;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    std::stop_source source;
    const auto done = copyOut(
        db.session(), manyRows, {50000000}, buffer,
        [&](const CopyProgress &) { source.request_stop(); }, source.get_token());
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY(buffer.data().count('\n') < 100000);
    QCOMPARE(db.value(QStringLiteral("select 'usable'")), QStringLiteral("usable"));
}

void TestCopyOut::isCancelledWhileTheServerSendsNothing()
{
    TestDatabase db;
    const auto session = db.open();
    std::stop_source source;
    Result<CopyProgress> done;
    std::thread exporting([&] {
        const auto own = db.open();
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        done = copyOut(*own, QStringLiteral("select pg_sleep(600)"), {}, buffer, {},
                       source.get_token());
    });
    QTRY_COMPARE(db.value(QStringLiteral("select count(*) from pg_stat_activity where query like "
                                         "'copy (select pg_sleep(600)%' and state = 'active' and "
                                         "datname = current_database()")),
                 QStringLiteral("1"));
    source.request_stop();
    exporting.join();
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
}

void TestCopyOut::saysWhenTheDiskIsFull()
{
    TestDatabase &db = *m_db;
    FullDisk disk(100000);
    const auto done = copyOut(db.session(), manyRows, {50000000}, disk);
    QVERIFY(!done);
    QVERIFY2(done.error().message.contains(QLatin1String("No space left")),
             qPrintable(done.error().message + done.error().detail));
    QCOMPARE(db.value(QStringLiteral("select 'usable'")), QStringLiteral("usable"));
}

void TestCopyOut::handsOnTheServersError()
{
    TestDatabase &db = *m_db;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const auto late =
        copyOut(db.session(), QStringLiteral("select 1 / (9000 - i) from generate_series(1, ?) i"),
                {10000}, buffer);
    QVERIFY(!late);
    QCOMPARE(sqlState(late.error()), QStringLiteral("22012"));
    const auto wrong = copyOut(db.session(), QStringLiteral("select nothing"), {}, buffer);
    QVERIFY(!wrong);
    QCOMPARE(sqlState(wrong.error()), QStringLiteral("42703"));
    const auto forbidden =
        copyOut(*db.open(QStringLiteral("orion_finance")),
                QStringLiteral("select * from billing.stripe_webhook_payloads"), {}, buffer);
    QVERIFY(!forbidden);
    QCOMPARE(forbidden.error().code, ErrorCode::Forbidden);
    QCOMPARE(db.value(QStringLiteral("select 'usable'")), QStringLiteral("usable"));
}

void TestCopyOut::saysWhenTheConnectionIsLost()
{
    TestDatabase &db = *m_db;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const auto lost = copyOut(
        db.session(), QStringLiteral("select pg_terminate_backend(pg_backend_pid())"), {}, buffer);
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, ErrorCode::DatabaseUnavailable);
    QCOMPARE(db.value(QStringLiteral("select 'usable'")), QStringLiteral("usable"));
}

QTEST_GUILESS_MAIN(TestCopyOut)
#include "test_copyout.moc"
