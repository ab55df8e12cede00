#include "ui/pages/capacity/advicepanel.h"

#include "tests/ui/capacitystage.h"
#include "ui/pages/capacity/scalingdialog.h"
#include "ui/pages/vendors/vendorspage.h"
#include "ui/pages/webhooks/webhookspage.h"
#include "ui/shell/pagekeys.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/tableview.h"

#include <QComboBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QtTest>

using namespace Orion;

// What the capacity page recommends, and where that leads.
class TestCapacityAdvice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_stage.reset(); }

    void recommendsTheMostSevereFirst();
    void leadsFromEachRecommendationToItsPlace();
    void showsTheWholeScalingTableWithThePresentRow();
    void tellsOfWhomAndWhenItWasMeasured();
    void followsJobsThatFail();
    void vendorsAreShownByTheirTier();
    void vendorsAreShownByTierThoughTheyWereFiltered();
    void eventsAreShownByTheirStatus();

private:
    void start();
    QPushButton *buttonOf(const QString &title) const;

    std::unique_ptr<CapacityStage> m_stage;
    CapacityPage *m_page = nullptr;
};

void TestCapacityAdvice::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_stage = std::make_unique<CapacityStage>();
}

void TestCapacityAdvice::start()
{
    m_stage->fill();
    m_stage->addVendorsNearTheirLimit();
    m_stage->failAJobAndAnEvent();
    m_page = m_stage->open();
    QTRY_VERIFY(m_page->advice()->advice().size() > 4);
}

QPushButton *TestCapacityAdvice::buttonOf(const QString &title) const
{
    const auto &advice = m_page->advice()->advice();
    const auto buttons = m_page->advice()->buttons();
    for (std::size_t i = 0; i < advice.size(); ++i) {
        if (advice[i].title.startsWith(title))
            return buttons.at(i);
    }
    return nullptr;
}

void TestCapacityAdvice::recommendsTheMostSevereFirst()
{
    start();
    const auto &advice = m_page->advice()->advice();
    QCOMPARE(m_page->advice()->buttons().size(), advice.size());
    QCOMPARE(advice.front().severity, Severity::Critical);
    QVERIFY(std::ranges::is_sorted(advice, std::greater<>(), &Recommendation::severity));
    QVERIFY(buttonOf(QStringLiteral("Product capacity nearly used up")));
    QVERIFY(buttonOf(QStringLiteral("Next infrastructure step in ")));
}

void TestCapacityAdvice::leadsFromEachRecommendationToItsPlace()
{
    start();
    QSignalSpy opened(m_page, &ConsolePage::openRequested);
    const auto follow = [&](const char *title) {
        QPushButton *button = buttonOf(QLatin1String(title));
        if (!button)
            return QString::fromLatin1(title) + QStringLiteral(" is missing");
        opened.clear();
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        return opened.isEmpty()
                   ? QString()
                   : opened.first().at(0).toString() + u' ' + opened.first().at(1).toString();
    };
    QCOMPARE(follow("Product capacity nearly used up"), QStringLiteral("vendors "));
    QCOMPARE(follow("Many Essential vendors are near their limit"),
             QStringLiteral("vendors tier:essential"));
    QCOMPARE(follow("1 webhook event failed"), QStringLiteral("webhooks status:failed"));
    QCOMPARE(follow("Job sync_stripe_status failed"), QStringLiteral("jobs sync_stripe_status"));
}

void TestCapacityAdvice::showsTheWholeScalingTableWithThePresentRow()
{
    start();
    buttonOf(QStringLiteral("Current tier: "))->click();
    auto *dialog = m_page->findChild<ScalingDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    const QAbstractItemModel *table = dialog->table()->model();
    QCOMPARE(table->rowCount(), 6);
    QCOMPARE(table->columnCount(), 7);
    QCOMPARE(dialog->presentRow(), 2); // 280 clients
    QCOMPARE(dialog->table()->currentIndex().row(), 2);
    QCOMPARE(table->index(2, 0).data().toString(), QStringLiteral("Medium"));
    QCOMPARE(table->index(5, 5).data().toString(), QStringLiteral("PostgreSQL cluster"));
    QCOMPARE(dialog->table()->verticalScrollBar()->maximum(), 0); // all of it is seen
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
}

void TestCapacityAdvice::tellsOfWhomAndWhenItWasMeasured()
{
    start();
    QVERIFY(m_page->advice()->note().startsWith(
        QLatin1String("Use of 5 live subscriptions, measured at ")));
}

void TestCapacityAdvice::followsJobsThatFail()
{
    m_stage->fill();
    m_page = m_stage->open();
    QTRY_VERIFY(!m_page->advice()->advice().empty());
    QTRY_VERIFY(m_stage->isLive());
    QVERIFY(!buttonOf(QStringLiteral("Job ")));
    m_stage->failAJobAndAnEvent();
    m_stage->change(QStringLiteral("select 1"), Topic::Jobs);
    QTRY_VERIFY(buttonOf(QStringLiteral("Job sync_stripe_status failed")));
}

void TestCapacityAdvice::vendorsAreShownByTheirTier()
{
    m_stage->addVendorsNearTheirLimit();
    addVendor(m_stage->database(), {.code = QStringLiteral("other"),
                                    .tier = QStringLiteral("business"),
                                    .periodStart = PageStage::now().addDays(-10)});
    auto *vendors = new VendorsPage(m_stage->context());
    m_stage->show(vendors);
    vendors->open(PageKeys::ofTier(QStringLiteral("business"))); // before the tiers are known
    QTRY_COMPARE(vendors->countText(), QStringLiteral("1 vendors"));
    QCOMPARE(vendors->tierChoice()->currentText(), QStringLiteral("Business"));
    QTRY_COMPARE(vendors->list()->table()->model()->rowCount(), 1);
}

void TestCapacityAdvice::vendorsAreShownByTierThoughTheyWereFiltered()
{
    m_stage->addVendorsNearTheirLimit();
    auto *vendors = new VendorsPage(m_stage->context());
    m_stage->show(vendors);
    QTRY_COMPARE(vendors->list()->table()->model()->rowCount(), 5);
    QTRY_VERIFY(vendors->tierChoice()->count() > 1);
    vendors->statusChoice()->setCurrentIndex(
        vendors->statusChoice()->findData(int(SubscriptionStatus::PastDue)));
    QTRY_COMPARE(vendors->list()->table()->model()->rowCount(), 0);
    vendors->open(PageKeys::ofTier(QStringLiteral("essential")));
    QTRY_COMPARE(vendors->list()->table()->model()->rowCount(), 5);
    QCOMPARE(vendors->statusChoice()->currentIndex(), 0);
}

void TestCapacityAdvice::eventsAreShownByTheirStatus()
{
    m_stage->failAJobAndAnEvent();
    auto *events = new WebhooksPage(m_stage->context());
    m_stage->show(events);
    events->open(PageKeys::ofStatus(QStringLiteral("failed")));
    const QVariant status = events->statusTabs()->tabData(events->statusTabs()->currentIndex());
    QCOMPARE(status.toInt(), int(WebhookStatus::Failed));
    QTRY_COMPARE(events->model()->rowCount(), 1);
}

QTEST_MAIN(TestCapacityAdvice)
#include "test_capacityadvice.moc"
