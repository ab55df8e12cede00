#pragma once

#include "services/billing/vendordirectory.h"
#include "ui/shell/consolepage.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace Orion
{

class CopyLabel;
class ElidedLabel;
class KeyValueGrid;
class MiniTable;
class StateView;
class StatusBadge;
class UsageMeter;

// Everything about one vendor, beside the list: subscription, usage, ids, what happened lately.
// Asks for the vendor itself and drops answers about another one. Owned by the vendors page.
class VendorDetailPane : public QWidget
{
    Q_OBJECT

public:
    explicit VendorDetailPane(const PageContext &context, QWidget *parent = nullptr);

    void showVendor(const QString &vendorCode); // another vendor: loading until the answer
    void reload();                              // the same one: stays as it is until the answer
    QString vendorCode() const { return m_code; }
    bool isShown() const; // the vendor of vendorCode() stands there

Q_SIGNALS:
    void closeRequested();
    void openRequested(const QString &page, const QString &key);
    void shown();

private:
    void buildUi();
    QWidget *buildHeader();
    void buildCards(QVBoxLayout *layout);
    void ask();
    void fill(const VendorDetail &detail);
    void fillSubscription(const VendorDetail &detail);
    void fillLists(const VendorDetail &detail);

    PageContext m_context;
    QString m_code;
    quint64 m_token = 0; // of the request whose answer counts
    QStackedWidget *m_stack = nullptr;
    StateView *m_state = nullptr;
    QWidget *m_body = nullptr;
    ElidedLabel *m_name = nullptr;
    ElidedLabel *m_email = nullptr;
    StatusBadge *m_badge = nullptr;
    CopyLabel *m_codeLabel = nullptr;
    KeyValueGrid *m_facts = nullptr;
    QLabel *m_tier = nullptr;
    QLabel *m_price = nullptr;
    QLabel *m_period = nullptr;
    QLabel *m_trial = nullptr;
    QLabel *m_cancel = nullptr;
    QLabel *m_pastDue = nullptr;
    QLabel *m_payment = nullptr;
    UsageMeter *m_orders = nullptr;
    UsageMeter *m_products = nullptr;
    UsageMeter *m_team = nullptr;
    CopyLabel *m_customer = nullptr;
    CopyLabel *m_subscription = nullptr;
    CopyLabel *m_priceId = nullptr;
    MiniTable *m_invoices = nullptr;
    MiniTable *m_events = nullptr;
    MiniTable *m_changes = nullptr;
};

} // namespace Orion
