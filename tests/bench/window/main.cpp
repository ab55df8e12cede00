// The least that a desktop program with a table from PostgreSQL and Qt Charts has to do, to compare
// the console's start with. Prints the console's own line once its window is painted and takes
// input.
//   orion-bench-window HOST PORT DATABASE USER
#include <QApplication>
#include <QChartView>
#include <QLineSeries>
#include <QMainWindow>
#include <QSplitter>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQueryModel>
#include <QTableView>
#include <QTextStream>
#include <QTimer>

namespace
{

// Reports when its first paint is done and the event loop is free again.
class Window : public QMainWindow
{
public:
    using QMainWindow::QMainWindow;

protected:
    bool event(QEvent *event) override
    {
        const bool handled = QMainWindow::event(event);
        if (event->type() == QEvent::Paint && !m_reported) {
            m_reported = true;
            QTimer::singleShot(0, this, [] {
                QTextStream(stdout) << "console ready table\n" << Qt::flush;
            });
        }
        return handled;
    }

private:
    bool m_reported = false;
};

bool openDatabase(const QStringList &arguments)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"));
    database.setHostName(arguments.value(1));
    database.setPort(arguments.value(2).toInt());
    database.setDatabaseName(arguments.value(3));
    database.setUserName(arguments.value(4));
    if (database.open())
        return true;
    QTextStream(stderr) << database.lastError().text() << '\n';
    return false;
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    if (!openDatabase(QApplication::arguments()))
        return 1;

    QSqlQueryModel model;
    model.setQuery(QStringLiteral("select vendor_code, name, email, created_at "
                                  "from billing.vendors order by vendor_code limit 200"));
    if (model.lastError().isValid()) {
        QTextStream(stderr) << model.lastError().text() << '\n';
        return 1;
    }
    Window window;
    auto *splitter = new QSplitter(Qt::Vertical);
    auto *table = new QTableView;
    table->setModel(&model);
    splitter->addWidget(table);
    auto *series = new QLineSeries;
    series->append(0, 1);
    series->append(1, 2);
    auto *view = new QChartView;
    view->chart()->addSeries(series);
    view->chart()->createDefaultAxes();
    splitter->addWidget(view);
    window.setCentralWidget(splitter);
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
