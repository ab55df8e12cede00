#include "ui/pages/tiers/tierspage.h"

#include "services/billing/rights.h"
#include "services/billing/tierservice.h"
#include "services/database/changes.h"
#include "ui/pages/tiers/tiercolumns.h"
#include "ui/pages/tiers/tierconflictdialog.h"
#include "ui/pages/tiers/tiereditor.h"
#include "ui/shell/dialogs.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/servicetexts.h"
#include "ui/widgets/stateview.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>

namespace Orion
{

namespace
{

constexpr int editorWidth = 472;

// All tiers are one page: there are few.
Result<Page<Tier>> allTiers(Session &session, const PageRequest &)
{
    auto tiers = listTiers(session);
    if (!tiers)
        return fail(tiers.error());
    return Page<Tier>{std::move(*tiers), {}};
}

} // namespace

TiersPage::TiersPage(const PageContext &context, QWidget *parent)
    : ConsolePage(context, parent)
    , m_source(context.runner, allTiers)
    , m_model(m_source, tierColumns(), [](const Tier &tier) { return tier.code; })
{
    buildUi();
    connectSignals();
}

void TiersPage::buildUi()
{
    Theme &theme = context().theme;
    const bool editable = context().rights.editTiers;
    const QString whyNot = tr("The role %1 may not change tiers.").arg(context().rights.role);
    auto *header = new PageHeader(theme, tr("Tiers"), this);
    header->setNote(tr("What the platform sells"));
    m_new = new QPushButton(tr("New tier"), header);
    m_new->setEnabled(editable);
    m_new->setToolTip(editable ? tr("New tier (Ctrl+N)") : whyNot);
    header->addAction(m_new);

    auto *card = new Card(theme, {}, this);
    card->setContentMargins(0, 0);
    m_list = new PagedTableView(theme, m_model, card);
    m_list->setEmpty(QStringLiteral("tiers"), tr("No tiers yet"),
                     tr("A tier is what a vendor subscribes to: a price, limits and features."),
                     editable ? tr("New tier") : QString());
    card->content()->addWidget(m_list);

    m_side = new QStackedWidget(this);
    m_side->setFixedWidth(editorWidth);
    m_nothing = new StateView(theme, m_side);
    m_nothing->showEmpty(QStringLiteral("tiers"), tr("No tier chosen"),
                         tr("Choose a tier to see its prices, limits and features."));
    m_editor = new TierEditor(theme, editable, whyNot, m_side);
    m_side->addWidget(m_nothing);
    m_side->addWidget(m_editor);

    auto *body = new QHBoxLayout;
    body->setSpacing(Space::two);
    body->addWidget(card, 1);
    body->addWidget(m_side);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::three, Space::two, Space::three, Space::two);
    layout->setSpacing(Space::two);
    layout->addWidget(header);
    layout->addLayout(body, 1);
    setFocusProxy(m_list);
}

void TiersPage::connectSignals()
{
    connect(m_list, &PagedTableView::currentChanged, this, &TiersPage::choose);
    connect(m_list, &PagedTableView::opened, m_editor, qOverload<>(&QWidget::setFocus));
    connect(m_list, &PagedTableView::shown, this, &TiersPage::markReady);
    connect(m_list, &PagedTableView::emptyAction, this, &TiersPage::showNew);
    connect(&m_model, &PagedModel::loaded, this, &TiersPage::takeLoaded);
    connect(&m_model, &PagedModel::reloadFailed, this, &ConsolePage::failed);
    auto *shortcut = new QShortcut(QKeySequence(QStringLiteral("Ctrl+N")), this);
    connect(shortcut, &QShortcut::activated, m_new, &QPushButton::click);
    connect(m_new, &QPushButton::clicked, this, [this] { settle([this] { showNew(); }); });
    connect(m_editor, &TierEditor::saveRequested, this, [this] { save(); });
    connect(m_editor, &TierEditor::discardRequested, this, [this] {
        if (m_editor->stored().id == 0)
            showTier(m_list->currentKey());
        else
            m_editor->setTier(m_editor->stored(), knownFeatures());
    });
}

void TiersPage::refresh()
{
    m_model.reload();
}

QSet<Topic> TiersPage::topics() const
{
    return {Topic::Tiers};
}

void TiersPage::leave(std::function<void()> proceed)
{
    settle(std::move(proceed));
}

void TiersPage::open(const QString &key)
{
    m_list->select(key);
}

QStringList TiersPage::knownFeatures() const
{
    QStringList known;
    for (const Tier &tier : m_model.rows()) {
        for (const QString &feature : tier.features) {
            if (!known.contains(feature))
                known.append(feature);
        }
    }
    return known;
}

// A row was chosen: the editor follows unless something unsaved holds it back.
void TiersPage::choose(const QString &code)
{
    if (code == m_shown || m_asking)
        return;
    const QString before = m_shown;
    if (m_editor->isDirty() && m_side->currentWidget() == m_editor) {
        m_asking = true;
        m_list->select(before);
        m_asking = false;
        settle([this, code] {
            showTier(code);
            m_asking = true;
            m_list->select(code);
            m_asking = false;
        });
        return;
    }
    showTier(code);
}

void TiersPage::showTier(const QString &code)
{
    const int row = m_model.rowOfKey(code);
    m_shown = row < 0 ? QString() : code;
    if (row < 0) {
        m_side->setCurrentWidget(m_nothing);
        m_editor->setTier({}, {});
        return;
    }
    m_editor->setTier(m_model.rowAt(row), knownFeatures());
    m_side->setCurrentWidget(m_editor);
}

void TiersPage::showNew()
{
    Tier tier;
    for (const Tier &other : m_model.rows())
        tier.displayOrder = std::max(tier.displayOrder, other.displayOrder);
    tier.displayOrder += 10;
    // Unlimited is chosen, never slipped into: a new tier begins with the smallest one's limits.
    if (m_model.rowCount() > 0) {
        const Tier &smallest = m_model.rowAt(0);
        tier.ordersPerMonth = smallest.ordersPerMonth;
        tier.productsLimit = smallest.productsLimit;
        tier.teamMembers = smallest.teamMembers;
    }
    m_list->select({});
    m_shown.clear();
    m_editor->setTier(tier, knownFeatures());
    m_side->setCurrentWidget(m_editor);
    m_editor->setFocus();
}

// Fresh rows: the first is chosen at the start; later the editor follows what others saved, or
// says so when there are changes of one's own.
void TiersPage::takeLoaded()
{
    if (m_shown.isEmpty()) {
        const bool creating = m_side->currentWidget() == m_editor;
        if (creating || m_model.rowCount() == 0)
            return;
        // A tier that was to be opened before the rows were there, else the first.
        if (m_model.rowOfKey(m_list->currentKey()) >= 0)
            showTier(m_list->currentKey());
        else
            m_list->select(m_model.keyAt(0));
        return;
    }
    const int row = m_model.rowOfKey(m_shown);
    if (row < 0 || m_model.rowAt(row).revision == m_editor->stored().revision)
        return;
    if (m_editor->isDirty())
        m_editor->setNotice(tr("Somebody else has just saved this tier. Saving yours will show "
                               "both versions first."));
    else
        m_editor->setTier(m_model.rowAt(row), knownFeatures());
}

void TiersPage::settle(std::function<void()> proceed)
{
    if (!m_editor->isDirty() || m_side->currentWidget() != m_editor) {
        proceed();
        return;
    }
    Question question;
    question.title = tr("Save your changes?");
    question.text =
        m_editor->isValid()
            ? tr("This tier has changes that were not saved.")
            : tr("This tier has changes that cannot be saved yet: some fields need a look.");
    question.choices = {tr("Keep editing"), tr("Discard")};
    if (m_editor->isValid())
        question.choices.append(tr("Save"));
    question.preferred = m_editor->isValid() ? 2 : 0;
    context().dialogs.ask(this, question, [this, proceed = std::move(proceed)](int choice) {
        if (choice == 2) {
            save(proceed);
        } else if (choice == 1) {
            m_editor->setTier(m_editor->stored(), knownFeatures());
            proceed();
        }
    });
}

void TiersPage::save(std::function<void()> proceed)
{
    const Tier mine = m_editor->edited();
    const qint64 revision = m_editor->stored().revision;
    m_editor->setSaving(true);
    context().runner.run(
        this,
        [mine, revision, actor = context().rights.role](Session &session) {
            return saveTier(session, mine, revision, actor);
        },
        [this, mine, proceed = std::move(proceed)](const Result<Tier> &result) {
            m_editor->setSaving(false);
            if (!result) {
                saveFailed(result.error(), mine);
                return;
            }
            saved(*result);
            if (proceed)
                proceed();
        });
}

void TiersPage::saved(const Tier &tier)
{
    m_shown = tier.code;
    m_editor->setTier(tier, knownFeatures());
    m_asking = true;
    m_list->select(tier.code);
    m_asking = false;
    m_model.reload();
}

void TiersPage::saveFailed(const Error &error, const Tier &mine)
{
    if (error.code == ErrorCode::Conflict)
        compare(mine);
    else if (error.code == ErrorCode::InvalidArgument)
        m_editor->setNotice(ServiceTexts::shown(error.message));
    else
        Q_EMIT failed(error);
}

void TiersPage::compare(const Tier &mine)
{
    context().runner.run(
        this, [id = mine.id](Session &session) { return getTier(session, id); },
        [this, mine](const Result<Tier> &theirs) {
            if (theirs)
                askWhichVersion(*theirs, mine);
            else
                Q_EMIT failed(theirs.error());
        });
}

void TiersPage::askWhichVersion(const Tier &theirs, const Tier &mine)
{
    const Tier base = m_editor->stored();
    auto *dialog = new TierConflictDialog(context().theme, theirs.name,
                                          compareTiers(base, theirs, mine), this);
    connect(dialog, &QDialog::finished, this, [this, base, theirs, mine](int choice) {
        if (choice == TierConflictDialog::Reload)
            m_editor->setTier(theirs, knownFeatures());
        else
            m_editor->rebase(theirs, mergeTiers(base, theirs, mine));
        m_model.reload();
    });
    dialog->open();
}

} // namespace Orion
