#pragma once

#include "models/tables/pagedtablemodel.h"
#include "services/billing/vendordirectory.h"
#include "ui/shell/consolepage.h"
#include "ui/shell/servicepagesource.h"

class QComboBox;

namespace Orion
{

class FilterBar;
class PagedTableView;
class SearchField;
class VendorDetailPane;

// All vendors: filter, search, order, and the chosen one's detail beside the list.
class VendorsPage : public ConsolePage
{
    Q_OBJECT

public:
    VendorsPage(const PageContext &context, QWidget *parent = nullptr);

    void refresh() override;
    QSet<Topic> topics() const override;
    void open(const QString &key) override; // a vendor's code, or PageKeys::ofTier()
    QWidget *searchField() const override;

    PagedTableView *list() const { return m_list; }
    VendorDetailPane *detail() const { return m_detail; }
    QComboBox *statusChoice() const { return m_status; }
    QComboBox *tierChoice() const { return m_tier; }
    QString countText() const { return m_countText; }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildUi();
    void connectSignals();
    void fillStatusChoice();
    VendorFilter filter() const;
    void applyFilter();
    void resetFilter(int tier = 0); // tier: the place of the choice that stays
    void count();
    void loadTiers();
    void takeWantedTier();
    void showDetail(const QString &vendorCode);

    ServicePageSource<VendorSummary> m_source;
    PagedTableModel<VendorSummary> m_model;
    FilterBar *m_bar = nullptr;
    SearchField *m_search = nullptr;
    QComboBox *m_status = nullptr;
    QComboBox *m_tier = nullptr;
    PagedTableView *m_list = nullptr;
    VendorDetailPane *m_detail = nullptr;
    QString m_searched;
    QString m_wantedTier; // to be chosen as soon as the tiers are known
    QString m_countText;
    quint64 m_countToken = 0; // of the count that belongs to the present filter
};

} // namespace Orion
