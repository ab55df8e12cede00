#include "ui/theme/theme.h"
#include "ui/widgets/stateview.h"

#include <QLabel>
#include <QtTest>

using namespace Orion;

// What stands where rows would be.
class TestStateView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsASentenceOfManyLinesInFull();
};

void TestStateView::showsASentenceOfManyLinesInFull()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("Negative sizes")));
    Theme theme(*qApp, ThemeMode::Light);
    StateView view(theme);
    view.resize(1100, 600);
    const QString sentence = QStringLiteral("Nothing can be shown here, and why is a long story. ");
    view.showFailed({ErrorCode::DatabaseFailed, sentence.repeated(4), {}});
    view.setVisible(true);
    QVERIFY(QTest::qWaitForWindowExposed(&view));

    const QList<QLabel *> labels = view.findChildren<QLabel *>();
    const auto text = std::find_if(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->text() == view.text();
    });
    QVERIFY(text != labels.end());
    QVERIFY((*text)->height() > 2 * (*text)->fontMetrics().height());
    QVERIFY((*text)->height() >= (*text)->heightForWidth((*text)->width()));
}

QTEST_MAIN(TestStateView)
#include "test_stateview.moc"
