#include "ui/pages/capacity/scalingdialog.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <array>
#include <numeric>

#include "models/domain/infrastructure.h"
#include "models/tables/pagedtablemodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/tableheader.h"
#include "ui/widgets/tableview.h"

namespace Orion
{

namespace
{

constexpr int databaseColumn = 5;
constexpr std::array columnWidths{172, 100, 70, 90, 90, 180, 120};

QString situation(qint64 clients)
{
    const auto steps = infrastructureSteps();
    const std::size_t present = infrastructureStepFor(clients);
    const QString name = QString::fromUtf8(steps[present].name);
    const QString count = QLocale().toString(clients);
    if (!steps[present].untilClients)
        return ScalingDialog::tr("%1 clients are on the last step, %2.").arg(count, name);
    return ScalingDialog::tr("%1 clients are on the step %2; %3 of them need the next one, %4.")
        .arg(count, name, QLocale().toString(*steps[present].untilClients),
             QString::fromUtf8(steps[present + 1].name));
}

} // namespace

ScalingDialog::ScalingDialog(Theme &theme, qint64 clients, QWidget *parent)
    : QDialog(parent)
    , m_present(int(infrastructureStepFor(clients)))
    , m_table(new TableView(theme, this))
{
    setWindowTitle(tr("Scaling table"));
    setAttribute(Qt::WA_DeleteOnClose);
    buildUi(theme, clients);
    fill();
    fitColumns();
}

void ScalingDialog::buildUi(Theme &theme, qint64 clients)
{
    auto *title = new QLabel(tr("Infrastructure by number of clients"), this);
    title->setFont(theme.titleFont());
    auto *text = Formats::secondary(new QLabel(situation(clients), this));
    text->setWordWrap(true);
    auto *note =
        Formats::muted(new QLabel(tr("Clients are vendors with a live subscription."), this));
    note->setFont(theme.smallFont());
    auto *card = new Card(theme, {}, this);
    card->setContentMargins(0, 0);
    card->content()->addWidget(m_table);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(note, 1);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::three, Space::two, Space::three, Space::two);
    layout->setSpacing(12);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addWidget(card);
    layout->addLayout(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);
}

void ScalingDialog::fill()
{
    const auto steps = infrastructureSteps();
    auto *model = new QStandardItemModel(int(steps.size()), 0, this);
    const QStringList titles{tr("Step"),    tr("Clients"),  tr("vCPU"),        tr("RAM"),
                             tr("Storage"), tr("Database"), tr("Monthly cost")};
    model->setColumnCount(int(titles.size()));
    model->setHorizontalHeaderLabels(titles);
    for (int row = 0; row < model->rowCount(); ++row) {
        const InfrastructureStep &step = steps[std::size_t(row)];
        int column = 0;
        for (const char *text : {step.name, step.clients, step.vcpu, step.ram, step.storage,
                                 step.database, step.monthlyCost})
        {
            auto *item = new QStandardItem(QString::fromUtf8(text));
            item->setTextAlignment(
                (column == 0 || column == databaseColumn ? Qt::AlignLeft : Qt::AlignRight) |
                Qt::AlignVCenter);
            model->setItem(row, column++, item);
        }
    }
    model->item(m_present, 0)->setData(tr("present"), SecondaryTextRole);
    m_table->setModel(model);
    m_table->setAccessibleName(windowTitle());
    m_table->selectRow(m_present);
}

void ScalingDialog::fitColumns()
{
    QHeaderView *header = m_table->horizontalHeader();
    for (int column = 0; column < m_table->model()->columnCount(); ++column) {
        const auto align = column == 0 || column == databaseColumn ? Qt::AlignLeft : Qt::AlignRight;
        m_table->model()->setHeaderData(column, Qt::Horizontal, int(align | Qt::AlignVCenter),
                                        Qt::TextAlignmentRole);
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(column, columnWidths.at(std::size_t(column)));
    }
    header->setSectionsClickable(false);
    m_table->setFixedSize(std::reduce(columnWidths.begin(), columnWidths.end()),
                          m_table->model()->rowCount() * Space::row + header->minimumHeight());
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

} // namespace Orion
