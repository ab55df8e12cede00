#pragma once

#include "models/domain/tier.h"
#include "models/tables/pagedtablemodel.h"
#include "ui/shell/consolepage.h"
#include "ui/shell/servicepagesource.h"

class QPushButton;
class QStackedWidget;

namespace Orion
{

class PagedTableView;
class StateView;
class TierEditor;

// What the platform sells: the list of tiers and the editor of the chosen one.
class TiersPage : public ConsolePage
{
    Q_OBJECT

public:
    TiersPage(const PageContext &context, QWidget *parent = nullptr);

    void refresh() override;
    QSet<Topic> topics() const override;
    void leave(std::function<void()> proceed) override;
    void open(const QString &key) override; // a tier's code

    PagedTableView *list() const { return m_list; }
    TierEditor *editor() const { return m_editor; }

private:
    void buildUi();
    void connectSignals();
    void choose(const QString &code);
    void showTier(const QString &code);
    void showNew();
    void takeLoaded();
    QStringList knownFeatures() const;

    // Calls proceed once the editor holds nothing unsaved.
    void settle(std::function<void()> proceed);
    void save(std::function<void()> proceed = {});
    void saved(const Tier &tier);
    void saveFailed(const Error &error, const Tier &mine);
    void compare(const Tier &mine);
    void askWhichVersion(const Tier &theirs, const Tier &mine);

    ServicePageSource<Tier> m_source;
    PagedTableModel<Tier> m_model;
    PagedTableView *m_list = nullptr;
    QPushButton *m_new = nullptr;
    QStackedWidget *m_side = nullptr;
    TierEditor *m_editor = nullptr;
    StateView *m_nothing = nullptr;
    QString m_shown; // code of the tier in the editor; empty: none or a new one
    bool m_asking = false;
};

} // namespace Orion
