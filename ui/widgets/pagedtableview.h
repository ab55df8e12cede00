#pragma once

#include "models/tables/pagedtablemodel.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace Orion
{

class StateView;
class TableView;
class Theme;

// A paged model as a table with everything around it: loading, empty and failed states, sorting by
// the header, more rows while scrolling, and a selection that follows its key over reloads.
class PagedTableView : public QWidget
{
    Q_OBJECT

public:
    PagedTableView(Theme &theme, PagedModel &model, QWidget *parent = nullptr);

    // What an empty table says; action is the text of its button, empty for none.
    void setEmpty(const QString &icon, const QString &title, const QString &text,
                  const QString &action = {});

    QString currentKey() const { return m_currentKey; }
    // Selects the row as soon as it is loaded; an empty key clears.
    void select(const QString &key);

    TableView *table() const { return m_table; }
    StateView *state() const { return m_state; }

Q_SIGNALS:
    void currentChanged(const QString &key); // by the person or because the row went; may be empty
    void opened(const QString &key);         // Enter or double click
    void emptyAction();                      // the button of the empty state
    // New rows came in above those that are scrolled to, which stay where they are.
    void insertedAbove(int rows);
    void shown(); // rows, or the empty or failed state, stand there

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void buildUi();
    void focusShown();
    void connectSignals();
    void applyState();
    void updateFooter();
    void updateSortIndicator();
    void restoreSelection();
    void rememberPlace();
    void restorePlace();
    void anchor();
    void shiftAnchor(int first, int rows);
    void keepScrollPosition();
    void setCurrentKey(const QString &key);
    void clickHeader(int column);

    Theme &m_theme;
    PagedModel &m_model;
    QStackedWidget *m_stack;
    TableView *m_table;
    StateView *m_state;
    QWidget *m_footer;
    QLabel *m_footerText;
    QPushButton *m_footerRetry;
    QString m_currentKey;
    QString m_placeKey;     // of the row that stays where it is over a reload; empty: the top
    int m_placeTop = 0;     // its distance from the upper edge, px
    int m_anchorRow = -1;   // the row at the top while rows come and go above it
    int m_anchorStart = -1; // where it was before
    QString m_emptyIcon;
    QString m_emptyTitle;
    QString m_emptyText;
    QString m_emptyAction;
};

} // namespace Orion
