#pragma once

#include "models/domain/error.h"
#include "services/billing/invoiceledger.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace Orion
{

class Theme;

// What the invoices of the filter add up to: a card for each currency, for currencies are never
// added to each other. Lives on the GUI thread.
class TotalsStrip : public QWidget
{
    Q_OBJECT

public:
    explicit TotalsStrip(Theme &theme, QWidget *parent = nullptr);

    void showTotals(const std::vector<CurrencyTotals> &totals);
    void showFailed(const Error &error);
    void showStale(); // of another filter; new ones are on their way

    const std::vector<CurrencyTotals> &totals() const { return m_totals; }
    QString message() const; // instead of cards; empty when there are some

Q_SIGNALS:
    void retryRequested();

private:
    QWidget *makeCard(const CurrencyTotals &totals);

    Theme &m_theme;
    std::vector<CurrencyTotals> m_totals;
    QScrollArea *m_area;
    QWidget *m_cards;
    QHBoxLayout *m_row;
    QLabel *m_message;
    QPushButton *m_retry;
};

} // namespace Orion
