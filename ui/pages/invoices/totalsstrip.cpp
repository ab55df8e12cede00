#include "ui/pages/invoices/totalsstrip.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"

namespace Orion
{

namespace
{

// A card and, with many currencies, the scroll bar under it.
constexpr int stripHeight = 124;

void addPair(QGridLayout *grid, int column, const QString &name, const QString &amount)
{
    auto *label = Formats::muted(new QLabel(name));
    auto *value = new QLabel(amount);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(label, 0, column);
    grid->addWidget(value, 1, column);
}

} // namespace

TotalsStrip::TotalsStrip(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_area(new QScrollArea(this))
    , m_cards(new QWidget)
    , m_row(new QHBoxLayout(m_cards))
    , m_message(Formats::secondary(new QLabel(this)))
    , m_retry(new QPushButton(tr("Try again"), this))
{
    m_row->setContentsMargins({});
    m_row->setSpacing(Space::two);
    m_row->addStretch();
    m_cards->setObjectName(QStringLiteral("scrollBody"));
    m_area->setWidget(m_cards);
    m_area->setWidgetResizable(true);
    m_area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFixedHeight(stripHeight);
    m_area->setFrameShape(QFrame::NoFrame);

    auto *line = new QHBoxLayout;
    line->setSpacing(Space::one);
    line->addWidget(m_message);
    line->addWidget(m_retry);
    line->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_area);
    layout->addLayout(line);
    m_message->hide();
    m_retry->hide();
    connect(m_retry, &QPushButton::clicked, this, &TotalsStrip::retryRequested);
}

void TotalsStrip::showTotals(const std::vector<CurrencyTotals> &totals)
{
    m_area->show();
    m_cards->setEnabled(true);
    m_message->hide();
    m_retry->hide();
    if (totals == m_totals && m_row->count() > 1)
        return;
    m_totals = totals;
    while (m_row->count() > 1) {
        const std::unique_ptr<QLayoutItem> item(m_row->takeAt(0));
        item->widget()->deleteLater();
    }
    // Nothing found is a total, too.
    std::vector<CurrencyTotals> shown = totals;
    if (shown.empty())
        shown.push_back({QStringLiteral("eur")});
    // What most invoices are in comes first.
    std::stable_sort(shown.begin(), shown.end(),
                     [](const auto &left, const auto &right) { return left.count > right.count; });
    for (const CurrencyTotals &sum : shown)
        m_row->insertWidget(m_row->count() - 1, makeCard(sum), 0, Qt::AlignTop);
}

QWidget *TotalsStrip::makeCard(const CurrencyTotals &totals)
{
    auto *card = new Card(m_theme, {}, m_cards);
    card->setFixedHeight(108);
    card->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *head = new QHBoxLayout;
    auto *total = new QLabel(Formats::money(totals.totalCents, totals.currency), card);
    total->setFont(m_theme.titleFont());
    total->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *count = Formats::secondary(new QLabel(
        tr("%1 · %Ln invoices", nullptr, int(totals.count)).arg(totals.currency.toUpper()), card));
    head->addWidget(total);
    head->addStretch();
    head->addWidget(count);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Space::three);
    grid->setVerticalSpacing(2);
    const auto money = [&](qint64 cents) { return Formats::money(cents, totals.currency); };
    addPair(grid, 0, tr("Paid"), money(totals.paidCents));
    addPair(grid, 1, tr("Remaining"), money(totals.remainingCents));
    addPair(grid, 2, tr("Refunded"), money(totals.refundedCents));
    addPair(grid, 3, tr("Tax"), money(totals.taxCents));
    grid->setColumnStretch(3, 1);
    card->content()->setSpacing(Space::one);
    card->content()->addLayout(head);
    card->content()->addLayout(grid);
    card->setMinimumWidth(std::max(320, card->sizeHint().width()));
    return card;
}

void TotalsStrip::showFailed(const Error &error)
{
    // Old totals stay, greyed; without any, the sentence takes their place.
    m_area->setVisible(m_row->count() > 1);
    m_cards->setEnabled(false);
    m_message->setText(
        tr("The totals could not be added up. %1").arg(ServiceTexts::shown(error.message)));
    m_message->show();
    m_retry->show();
}

void TotalsStrip::showStale()
{
    m_cards->setEnabled(false);
}

QString TotalsStrip::message() const
{
    return m_message->isHidden() ? QString() : m_message->text();
}

} // namespace Orion
