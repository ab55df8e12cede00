#include "ui/pages/capacity/chartexportmenu.h"

#include "tests/ui/capacitystage.h"
#include "ui/pages/capacity/historycard.h"
#include "ui/widgets/notice.h"

#include <QAction>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace Orion;

namespace
{

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

// What the capacity page writes into files.
class TestCapacityExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void cleanup() { m_stage.reset(); }

    void writesPictureDrawingAndNumbers();
    void saysWhyAFileCannotBeWritten();

private:
    void start();

    std::unique_ptr<CapacityStage> m_stage;
    CapacityPage *m_page = nullptr;
};

void TestCapacityExport::start()
{
    m_stage = std::make_unique<CapacityStage>();
    m_stage->fill();
    m_page = m_stage->open();
    QTRY_VERIFY(m_page->history()->isVisible());
}

void TestCapacityExport::writesPictureDrawingAndNumbers()
{
    start();
    const QTemporaryDir folder;
    const auto save = [&](ChartExportMenu::Kind kind, const char *name) {
        m_stage->dialogs().path = folder.filePath(QLatin1String(name));
        m_page->exportMenu()->action(kind)->trigger();
        return contents(m_stage->dialogs().path);
    };
    QVERIFY(save(ChartExportMenu::Kind::Png, "a.png").startsWith("\x89PNG"));
    QCOMPARE(m_page->notice()->kind(), Notice::Kind::Success);
    QVERIFY(m_page->notice()->text().contains(QLatin1String("a.png")));
    m_page->notice()->button()->click();
    QCOMPARE(m_stage->dialogs().opened, QList<QUrl>{QUrl::fromLocalFile(folder.path())});
    QVERIFY(save(ChartExportMenu::Kind::Svg, "a.svg").contains("<svg"));
    const QByteArray numbers = save(ChartExportMenu::Kind::Csv, "a.csv");
    QVERIFY(numbers.contains("2026-11-15,280"));
    QVERIFY(numbers.contains("2027-02-13,"));
    QCOMPARE(m_stage->dialogs().suggestedNames.last(),
             QStringLiteral("capacity-subscriptions-2026-11-15.csv"));
    // Nothing happens to whom gives up.
    m_page->notice()->hide();
    m_stage->dialogs().path.clear();
    m_page->exportMenu()->action(ChartExportMenu::Kind::Png)->trigger();
    QVERIFY(m_page->notice()->isHidden());
}

void TestCapacityExport::saysWhyAFileCannotBeWritten()
{
    start();
    m_stage->dialogs().path = QStringLiteral("/nowhere/at/all.png");
    m_page->exportMenu()->action(ChartExportMenu::Kind::Png)->trigger();
    QCOMPARE(m_page->notice()->kind(), Notice::Kind::Failure);
    QVERIFY(m_page->notice()->text().contains(QLatin1String("/nowhere/at/all.png")));
}

QTEST_MAIN(TestCapacityExport)
#include "test_capacityexport.moc"
