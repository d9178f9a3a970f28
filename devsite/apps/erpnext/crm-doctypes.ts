import type { Row } from '../../engine/types.ts';
import { define } from '../define.ts';

/** ERPNext's customers and sales: fields of frappe-contract.md 6.12, permission rows as ERPNext 15 ships them. */
export const CRM_DOCTYPES: readonly Row[] = [
  define(
    'Selling',
    'Customer',
    { autoname: 'field:customer_name', title_field: 'customer_name', allow_rename: 1 },
    `customer_name | Data | *; list
     customer_type | Select: Company, Individual | *; default=Company
     customer_group | Data
     territory | Data
     industry | Data
     website | Data
     tax_id | Data
     default_currency | Link: Currency
     account_manager | Link: User | iup
     lead_name | Link: Lead
     customer_primary_contact | Link: Contact
     mobile_no | Data
     email_id | Data
     customer_details | Text
     disabled | Check
     is_frozen | Check`,
    `Sales User | rwc
     Sales Manager | r
     Sales Master Manager | rwcd
     Accounts User | r
     Accounts Manager | r`,
  ),
  define(
    'CRM',
    'Lead',
    { autoname: 'naming_series:', title_field: 'title', allow_rename: 1 },
    `naming_series | Select: CRM-LEAD-.YYYY.- | default=CRM-LEAD-.YYYY.-
     title | Data | hidden
     first_name | Data
     middle_name | Data
     last_name | Data
     lead_name | Data | ro; list
     company_name | Data | label=Organization Name
     job_title | Data
     email_id | Data: Email | label=Email
     mobile_no | Data: Phone | label=Mobile No
     phone | Data: Phone
     status | Select: Lead, Open, Replied, Opportunity, Quotation, Lost Quotation, Interested, Converted, Do Not Contact | *; default=Lead; list
     lead_owner | Link: User | default=__user
     source | Link: Lead Source
     type | Select: , Client, Channel Partner, Consultant
     request_type | Select: , Product Enquiry, Request for Information, Suggestions, Other
     annual_revenue | Currency
     qualification_status | Select: Unqualified, In Process, Qualified
     website | Data
     city | Data
     country | Link: Country
     customer | Link: Customer
     company | Link: Company
     notes | Table: CRM Note | hidden
     disabled | Check`,
    `Sales User | rwc
     Sales Manager | rwcd
     System Manager | rwc
     Desk User/1 | r
     Sales Manager/1 | r
     Sales User/1 | r`,
  ),
  define(
    'CRM',
    'Opportunity',
    { autoname: 'naming_series:', title_field: 'title', allow_rename: 1 },
    `naming_series | Select: CRM-OPP-.YYYY.- | default=CRM-OPP-.YYYY.-
     title | Data | hidden
     opportunity_from | Link: DocType | *
     party_name | Dynamic Link: opportunity_from | *
     customer_name | Data | ro
     company | Link: Company | *
     transaction_date | Date | *; default=Today; label=Opportunity Date
     status | Select: Open, Quotation, Converted, Lost, Replied, Closed | *; default=Open; list
     sales_stage | Link: Sales Stage | default=Prospecting
     probability | Percent | default=100; label=Probability (%)
     opportunity_amount | Currency | list
     base_opportunity_amount | Currency | ro; label=Opportunity Amount (Company Currency)
     currency | Link: Currency
     conversion_rate | Float | default=1; label=Exchange Rate
     expected_closing | Date | label=Expected Closing Date
     opportunity_owner | Link: User
     source | Link: Lead Source
     contact_person | Link: Contact
     contact_email | Data
     contact_mobile | Data
     order_lost_reason | Small Text | ro; label=Detailed Reason
     lost_reasons | Table MultiSelect: Opportunity Lost Reason Detail | ro
     notes | Table: CRM Note | hidden`,
    `Sales User | rwcd
     Sales Manager | rwcd`,
  ),
  define(
    'CRM',
    'CRM Note',
    { istable: 1 },
    `note | Text Editor | list
     added_by | Link: User | list
     added_on | Datetime | list`,
  ),
  define(
    'CRM',
    'Sales Stage',
    { autoname: 'field:stage_name', allow_rename: 1 },
    'stage_name | Data | *; unique',
    'Sales Manager | rwcd',
  ),
  define(
    'CRM',
    'Lead Source',
    { autoname: 'field:source_name', allow_rename: 1 },
    `source_name | Data | *; unique
     details | Text Editor`,
    `Sales Manager | rwcd
     Sales User | rwc`,
  ),
  define(
    'CRM',
    'Opportunity Lost Reason',
    { autoname: 'field:lost_reason', allow_rename: 1 },
    'lost_reason | Data | unique',
    `System Manager | rwcd
     Sales User | rwcd
     Sales Manager | rwcd
     Sales Master Manager | rwcd`,
  ),
  define(
    'CRM',
    'Opportunity Lost Reason Detail',
    { istable: 1 },
    'lost_reason | Link: Opportunity Lost Reason | list; label=Opportunity Lost Reason',
  ),
];
