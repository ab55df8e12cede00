#include "app/http/turnqueue.h"

#include <QTest>

#include <stdexcept>

using namespace Orion::Http;

// The order of turns; steps are run by the test, one after another, as a server's thread does.
class TestTurnQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void servesThoseFirstThatTookFewTurns();
    void keepsTheOrderAmongEquals();
    void letsNobodyWaitForEver();
    void looksAroundBetweenTurns();
    void goesOnAfterATurnThatThrows();

private:
    void push(int turnsTaken, char name)
    {
        m_queue->push(turnsTaken, [this, name] { m_served += name; });
    }

    // One step of the server's line; false when it is empty.
    bool step()
    {
        if (m_line.empty())
            return false;
        const auto first = std::move(m_line.front());
        m_line.pop_front();
        first();
        return true;
    }

    void runAll()
    {
        while (step())
            ;
    }

    std::unique_ptr<TurnQueue> m_queue;
    std::deque<TurnQueue::Turn> m_line;
    std::string m_served;
};

void TestTurnQueue::init()
{
    m_line.clear();
    m_served.clear();
    m_queue = std::make_unique<TurnQueue>();
    m_queue->start([this](TurnQueue::Turn turn) { m_line.push_back(std::move(turn)); }, 1);
}

void TestTurnQueue::servesThoseFirstThatTookFewTurns()
{
    push(500, 'd');
    push(2, 'c');
    push(1, 'b');
    push(0, 'a');
    runAll();
    QCOMPARE(m_served, "abcd");
}

void TestTurnQueue::keepsTheOrderAmongEquals()
{
    for (const char name : {'a', 'b', 'c'})
        push(3, name);
    runAll();
    QCOMPARE(m_served, "abc");
}

void TestTurnQueue::letsNobodyWaitForEver()
{
    push(9, 'x');
    for (int i = 0; i < 20; ++i)
        push(0, '.');
    runAll();
    QCOMPARE(m_served, ".......x.............");
}

void TestTurnQueue::looksAroundBetweenTurns()
{
    push(3, 'x');
    push(3, 'y');
    QVERIFY(step());
    push(0, 'a'); // has just been heard of
    runAll();
    QCOMPARE(m_served, "xay");
}

void TestTurnQueue::goesOnAfterATurnThatThrows()
{
    m_queue->push(0, [] { throw std::runtime_error("too large"); });
    push(0, 'a');
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, step());
    runAll();
    push(0, 'b');
    runAll();
    QCOMPARE(m_served, "ab");
}

QTEST_GUILESS_MAIN(TestTurnQueue)
#include "test_turnqueue.moc"
