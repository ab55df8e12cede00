#pragma once

#include "services/billing/invoicefilter.h"
#include "ui/pages/invoices/invoiceperiod.h"

#include <QWidget>

class QComboBox;
class QDateEdit;
class QLabel;

namespace Orion
{

class Clock;
class FilterBar;
class SearchField;
class Theme;

// What finance narrows the ledger by: words, period, status and currency. Lives on the GUI thread.
class InvoiceFilterBar : public QWidget
{
    Q_OBJECT

public:
    InvoiceFilterBar(Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    InvoiceFilter filter() const; // by the calendar of this moment
    bool isNarrowed() const;      // beyond the period
    // Part of a file's name, such as "2026-11" or "2026-01-01-to-2026-03-31".
    QString periodName() const;

    void setPeriod(InvoicePeriod period);
    void setDays(const QDate &first, const QDate &last);
    void setSearch(const QString &words);
    void setStatus(const QString &status);               // empty: all
    void setCurrency(const QString &currency);           // empty: all
    void offerCurrencies(const QStringList &currencies); // as well as those offered before
    void clearFilters();

    SearchField *searchField() const { return m_search; }

Q_SIGNALS:
    void changed();

private:
    void buildUi(Theme &theme);
    void connectSignals();
    InvoicePeriod period() const;
    Period span() const;
    void showDays();
    void setWords(const QString &words);
    void note();

    const Clock &m_clock;
    FilterBar *m_bar;
    SearchField *m_search;
    QComboBox *m_period;
    QDateEdit *m_first;
    QLabel *m_until;
    QDateEdit *m_last;
    QComboBox *m_status;
    QComboBox *m_currency;
};

} // namespace Orion
