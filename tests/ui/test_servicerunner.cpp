#include "tests/support/testdatabase.h"
#include "ui/shell/servicerunner.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

using namespace Orion;

class TestServiceRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void runsOnAWorkerAndDeliversOnTheCallersThread();
    void neverDeliversBeforeItHasReturned();
    void dropsTheAnswerOfADeadContext();
    void letsTheReceiverEndItsOwnContext();
    void dropsAFutureThatEndsWithoutAValue();
    void saysThatThePoolIsFull();
    void handsOnTheErrorsOfTheService();

private:
    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<SessionPool> m_pool;
    std::unique_ptr<ServiceRunner> m_runner;
};

void TestServiceRunner::init()
{
    if (!m_db)
        m_db = std::make_unique<TestDatabase>();
    m_pool = std::make_unique<SessionPool>(m_db->settings(), QStringLiteral("runner"), 1, 1);
    m_runner = std::make_unique<ServiceRunner>(*m_pool);
}

void TestServiceRunner::cleanup()
{
    m_runner.reset();
    m_pool.reset();
}

void TestServiceRunner::runsOnAWorkerAndDeliversOnTheCallersThread()
{
    QThread *worker = nullptr;
    QThread *receiver = nullptr;
    qint64 answer = 0;
    m_runner->run(
        this,
        [&worker](Session &session) -> Result<qint64> {
            worker = QThread::currentThread();
            return session
                .selectOne(QStringLiteral("select 6 * 7"), {},
                           [](const Row &row) { return row.integer(0); })
                .value()
                .value();
        },
        [&](const Result<qint64> &result) {
            receiver = QThread::currentThread();
            answer = result.value();
        });
    QTRY_COMPARE(answer, 42);
    QCOMPARE(receiver, thread());
    QVERIFY(worker != thread());
}

void TestServiceRunner::neverDeliversBeforeItHasReturned()
{
    bool delivered = false;
    QPromise<int> promise;
    promise.start();
    promise.addResult(1);
    promise.finish();
    whenDone(promise.future(), this, [&delivered](int) { delivered = true; });
    QVERIFY(!delivered);
    QTRY_VERIFY(delivered);
}

void TestServiceRunner::dropsTheAnswerOfADeadContext()
{
    QSemaphore go;
    QSemaphore done;
    bool delivered = false;
    auto context = std::make_unique<QObject>();
    m_runner->run(
        context.get(),
        [&go](Session &) -> Result<void> {
            go.acquire();
            return {};
        },
        [&delivered](const Result<void> &) { delivered = true; });
    context.reset();
    go.release();
    // The pool has one worker: what it does next, it does after the first answer.
    bool second = false;
    bool taken = false; // the macro asks more than once
    QTRY_VERIFY(taken || (taken = m_pool->submit([&done](Session &) { done.release(); })));
    done.acquire();
    m_runner->run(
        this, [](Session &) -> Result<void> { return {}; },
        [&second](const Result<void> &result) { second = result.has_value(); });
    QTRY_VERIFY(second);
    QVERIFY(!delivered);
}

void TestServiceRunner::letsTheReceiverEndItsOwnContext()
{
    auto *context = new QObject;
    QPointer<QObject> alive(context);
    const QString text = QStringLiteral("a value that the closure owns");
    QString seen;
    m_runner->run(
        context, [](Session &) -> Result<void> { return {}; },
        [context, text, &seen](const Result<void> &) {
            delete context;
            seen = text;
        });
    QTRY_COMPARE(seen, text);
    QVERIFY(alive.isNull());
}

void TestServiceRunner::dropsAFutureThatEndsWithoutAValue()
{
    bool delivered = false;
    QFuture<int> future;
    {
        QPromise<int> promise;
        promise.start();
        future = promise.future();
    }
    whenDone(future, this, [&delivered](int) { delivered = true; });
    bool later = false;
    QMetaObject::invokeMethod(
        this, [&later] { later = true; }, Qt::QueuedConnection);
    QTRY_VERIFY(later);
    QTRY_VERIFY(findChildren<QFutureWatcherBase *>().isEmpty()); // and leaves nothing behind
    QVERIFY(!delivered);
}

void TestServiceRunner::saysThatThePoolIsFull()
{
    QSemaphore busy;
    QSemaphore go;
    QVERIFY(m_pool->submit([&](Session &) {
        busy.release();
        go.acquire();
    }));
    busy.acquire();
    QVERIFY(m_pool->submit([](Session &) {})); // fills the queue of one
    std::optional<Result<int>> answer;
    m_runner->run(
        this, [](Session &) -> Result<int> { return 1; },
        [&answer](const Result<int> &result) { answer = result; });
    QVERIFY(!answer);
    QTRY_VERIFY(answer);
    QVERIFY(!*answer);
    QCOMPARE(answer->error().code, ErrorCode::Unavailable);
    go.release();
}

void TestServiceRunner::handsOnTheErrorsOfTheService()
{
    std::optional<Result<qint64>> answer;
    m_runner->run(
        this, [](Session &session) { return session.execute(QStringLiteral("select nonsense")); },
        [&answer](const Result<qint64> &result) { answer = result; });
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, ErrorCode::DatabaseFailed);
}

QTEST_GUILESS_MAIN(TestServiceRunner)
#include "test_servicerunner.moc"
