#include "ui/pages/invoices/invoicefilterbar.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>

#include "services/platform/clock.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/searchfield.h"

namespace Orion
{

namespace
{

QString nameOf(InvoicePeriod period)
{
    switch (period) {
    case InvoicePeriod::ThisMonth:
        return InvoiceFilterBar::tr("This month");
    case InvoicePeriod::LastMonth:
        return InvoiceFilterBar::tr("Last month");
    case InvoicePeriod::ThisQuarter:
        return InvoiceFilterBar::tr("This quarter");
    case InvoicePeriod::ThisYear:
        return InvoiceFilterBar::tr("This year");
    case InvoicePeriod::Custom:
        return InvoiceFilterBar::tr("Custom days");
    case InvoicePeriod::AllTime:
        break;
    }
    return InvoiceFilterBar::tr("All time");
}

QDateEdit *dayEdit(const QString &name, QWidget *parent)
{
    auto *edit = new QDateEdit(parent);
    edit->setCalendarPopup(true);
    edit->setAccessibleName(name);
    edit->setToolTip(name);
    edit->setDisplayFormat(Formats::dayPattern());
    // The style's own hint forgets the arrow beside the text.
    const QString wide = QLocale().toString(QDate(2020, 12, 30), Formats::dayPattern());
    edit->setMinimumWidth(edit->fontMetrics().horizontalAdvance(wide) + 48);
    edit->setKeyboardTracking(false);
    edit->hide();
    return edit;
}

void choose(QComboBox *box, const QVariant &value)
{
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

} // namespace

InvoiceFilterBar::InvoiceFilterBar(Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
{
    buildUi(theme);
    connectSignals();
}

void InvoiceFilterBar::buildUi(Theme &theme)
{
    m_bar = new FilterBar(theme, this);
    m_search = m_bar->addSearch(tr("Search vendor, number or Stripe id"));
    m_period = m_bar->addChoice(tr("Period, by UTC"), nameOf(InvoicePeriod::AllTime));
    for (const InvoicePeriod period : allInvoicePeriods) {
        if (period != InvoicePeriod::AllTime)
            m_period->addItem(nameOf(period), int(period));
    }
    choose(m_period, int(InvoicePeriod::ThisMonth));
    m_first = dayEdit(tr("First day"), m_bar);
    m_until = Formats::muted(new QLabel(QStringLiteral("–"), m_bar));
    m_until->hide();
    m_last = dayEdit(tr("Last day"), m_bar);
    m_bar->addWidget(m_first);
    m_bar->addWidget(m_until);
    m_bar->addWidget(m_last);
    m_status = m_bar->addChoice(tr("Status"), tr("All statuses"));
    for (const char *status : {"paid", "open", "draft", "uncollectible", "void"})
        m_status->addItem(lookOfInvoiceStatus(QLatin1String(status)).text, QLatin1String(status));
    m_currency = m_bar->addChoice(tr("Currency"), tr("All currencies"));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_bar);
}

void InvoiceFilterBar::connectSignals()
{
    connect(m_search, &SearchField::searched, this, &InvoiceFilterBar::note);
    connect(m_period, &QComboBox::currentIndexChanged, this, [this] {
        showDays();
        note();
    });
    for (QComboBox *box : {m_status, m_currency})
        connect(box, &QComboBox::currentIndexChanged, this, &InvoiceFilterBar::note);
    connect(m_first, &QDateEdit::dateChanged, this, [this](const QDate &first) {
        m_last->setMinimumDate(first);
        note();
    });
    connect(m_last, &QDateEdit::dateChanged, this, &InvoiceFilterBar::note);
    connect(m_bar, &FilterBar::resetRequested, this, &InvoiceFilterBar::clearFilters);
}

InvoicePeriod InvoiceFilterBar::period() const
{
    const QVariant period = m_period->currentData();
    return period.isValid() ? InvoicePeriod(period.toInt()) : InvoicePeriod::AllTime;
}

Period InvoiceFilterBar::span() const
{
    return period() == InvoicePeriod::Custom ? periodOfDays(m_first->date(), m_last->date())
                                             : periodOf(period(), m_clock.now());
}

InvoiceFilter InvoiceFilterBar::filter() const
{
    InvoiceFilter filter;
    filter.from = span().start;
    filter.to = span().end;
    filter.search = m_search->text().trimmed();
    filter.currency = m_currency->currentData().toString();
    const QString status = m_status->currentData().toString();
    if (!status.isEmpty())
        filter.statuses = {status};
    return filter;
}

bool InvoiceFilterBar::isNarrowed() const
{
    return !m_search->text().trimmed().isEmpty() || m_status->currentIndex() > 0 ||
           m_currency->currentIndex() > 0;
}

QString InvoiceFilterBar::periodName() const
{
    const Period days = span();
    switch (period()) {
    case InvoicePeriod::ThisMonth:
    case InvoicePeriod::LastMonth:
        return days.start.toString(QStringLiteral("yyyy-MM"));
    case InvoicePeriod::ThisYear:
        return days.start.toString(QStringLiteral("yyyy"));
    case InvoicePeriod::ThisQuarter:
        return QStringLiteral("%1-Q%2")
            .arg(days.start.date().year())
            .arg((days.start.date().month() + 2) / 3);
    case InvoicePeriod::Custom:
        return QStringLiteral("%1-to-%2")
            .arg(m_first->date().toString(Qt::ISODate), m_last->date().toString(Qt::ISODate));
    case InvoicePeriod::AllTime:
        break;
    }
    return QStringLiteral("all");
}

// Custom days begin as the days that were looked at before.
void InvoiceFilterBar::showDays()
{
    const bool custom = period() == InvoicePeriod::Custom;
    if (custom && m_first->isHidden()) {
        const Period month = periodOf(InvoicePeriod::ThisMonth, m_clock.now());
        const QSignalBlocker first(m_first);
        const QSignalBlocker last(m_last);
        m_first->setDate(month.start.date());
        m_last->setDate(month.end.date().addDays(-1));
        m_last->setMinimumDate(m_first->date());
    }
    for (QWidget *widget : std::initializer_list<QWidget *>{m_first, m_until, m_last})
        widget->setVisible(custom);
}

void InvoiceFilterBar::note()
{
    m_bar->setResettable(isNarrowed());
    Q_EMIT changed();
}

void InvoiceFilterBar::setPeriod(InvoicePeriod period)
{
    choose(m_period, period == InvoicePeriod::AllTime ? QVariant() : QVariant(int(period)));
}

void InvoiceFilterBar::setDays(const QDate &first, const QDate &last)
{
    setPeriod(InvoicePeriod::Custom);
    m_first->setDate(first);
    m_last->setDate(last);
}

// As if typed and confirmed, so that the field knows what was searched for last.
void InvoiceFilterBar::setWords(const QString &words)
{
    const QSignalBlocker quiet(this);
    m_search->setText(words);
    Q_EMIT m_search->returnPressed();
}

void InvoiceFilterBar::setSearch(const QString &words)
{
    setWords(words);
    note();
}

void InvoiceFilterBar::setStatus(const QString &status)
{
    choose(m_status, status);
}

void InvoiceFilterBar::setCurrency(const QString &currency)
{
    choose(m_currency, currency);
}

void InvoiceFilterBar::offerCurrencies(const QStringList &currencies)
{
    for (const QString &currency : currencies) {
        if (m_currency->findData(currency) >= 0)
            continue;
        int at = 1; // after "all", in the order of the codes
        while (at < m_currency->count() && m_currency->itemData(at).toString() < currency)
            ++at;
        m_currency->insertItem(at, currency.toUpper(), currency);
    }
}

void InvoiceFilterBar::clearFilters()
{
    {
        const QSignalBlocker status(m_status);
        const QSignalBlocker currency(m_currency);
        m_status->setCurrentIndex(0);
        m_currency->setCurrentIndex(0);
    }
    setWords({});
    note();
}

} // namespace Orion
