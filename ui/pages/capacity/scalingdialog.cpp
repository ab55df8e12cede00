#include "ui/pages/capacity/scalingdialog.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "models/domain/infrastructure.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"

namespace Orion
{

namespace
{

constexpr int dialogWidth = 760;

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
    , m_table(new QTableWidget(this))
{
    setWindowTitle(tr("Scaling table"));
    setAttribute(Qt::WA_DeleteOnClose);
    buildUi(theme, clients);
    fill(theme);
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
    setFixedWidth(dialogWidth);
}

void ScalingDialog::fill(Theme &theme)
{
    const auto steps = infrastructureSteps();
    const QStringList titles{tr("Step"),    tr("Clients"),  tr("vCPU"),        tr("RAM"),
                             tr("Storage"), tr("Database"), tr("Monthly cost")};
    m_table->setColumnCount(int(titles.size()));
    m_table->setRowCount(int(steps.size()));
    m_table->setHorizontalHeaderLabels(titles);
    m_table->setAccessibleName(windowTitle());
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Space::row);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(5, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const InfrastructureStep &step = steps[std::size_t(row)];
        QString name = QString::fromUtf8(step.name);
        if (row == m_present)
            name = tr("%1 (present)", "step").arg(name);
        const QStringList cells{name,
                                QString::fromUtf8(step.clients).replace(u'-', QChar(0x2013)),
                                QString::fromUtf8(step.vcpu),
                                QString::fromUtf8(step.ram),
                                QString::fromUtf8(step.storage),
                                QString::fromUtf8(step.database),
                                QString::fromUtf8(step.monthlyCost)};
        for (int column = 0; column < cells.size(); ++column) {
            auto *item = new QTableWidgetItem(cells.at(column));
            if (row == m_present) {
                item->setFont(theme.headingFont());
                item->setBackground(theme.color(Token::Selected));
            }
            m_table->setItem(row, column, item);
        }
    }
    m_table->selectRow(m_present);
    const int rows = m_table->rowCount() * Space::row;
    m_table->setFixedHeight(rows + m_table->horizontalHeader()->sizeHint().height() + 2);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

} // namespace Orion
